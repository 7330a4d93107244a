#include "app/console/editlineprompt.h"

#include "app/console/humanmessage.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <cstdio>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace app
{

namespace
{

void put(const QByteArray &bytes)
{
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stdout);
    std::fflush(stdout);
}

} // namespace

EditLinePrompt::EditLinePrompt(const QString &historyFile)
    : m_editor(::el_init("postrider-imap", stdin, stdout, stderr))
    , m_history(::history_init())
    , m_historyFile(historyFile)
    , m_keys(STDIN_FILENO, QSocketNotifier::Read)
{
    m_keys.setEnabled(false);
    connect(&m_keys, &QSocketNotifier::activated, this, &EditLinePrompt::readKey);
    ::el_set(m_editor, EL_CLIENTDATA, this);
    ::el_set(m_editor, EL_PROMPT, &EditLinePrompt::promptText);
    ::el_set(m_editor, EL_EDITOR, "emacs");
    ::el_set(m_editor, EL_SIGNAL, 0);
    HistEvent event;
    ::history(m_history, &event, H_SETSIZE, HistorySize);
    ::history(m_history, &event, H_SETUNIQUE, 1);
    ::el_set(m_editor, EL_HIST, ::history, m_history);
    ::el_set(m_editor, EL_ADDFN, "postrider-complete", "Complete the word", &EditLinePrompt::completeKey);
    ::el_set(m_editor, EL_ADDFN, "postrider-leave", "Leave, or delete", &EditLinePrompt::leaveKey);
    ::el_set(m_editor, EL_BIND, "^I", "postrider-complete", nullptr);
    ::el_set(m_editor, EL_BIND, "^D", "postrider-leave", nullptr);
    ::el_set(m_editor, EL_BIND, "^R", "em-inc-search-prev", nullptr);
    ::el_source(m_editor, nullptr); // ~/.editrc, as other programs with libedit
    loadHistory();
}

EditLinePrompt::~EditLinePrompt()
{
    stop();
    ::history_end(m_history);
    ::el_end(m_editor);
}

QFuture<std::optional<QByteArray>> EditLinePrompt::ask(const QString &prompt)
{
    m_promise = QPromise<std::optional<QByteArray>>();
    m_promise.start();
    m_prompt = prompt.toUtf8();
    m_asking = true;
    m_leaving = false;
    ::el_set(m_editor, EL_UNBUFFERED, 1); // shows the prompt
    m_keys.setEnabled(true);
    return m_promise.future();
}

void EditLinePrompt::say(const QString &text)
{
    if (m_asking)
        clearQuestion();
    put(text.toUtf8());
    if (m_asking)
        ::el_set(m_editor, EL_REFRESH);
}

void EditLinePrompt::setPrompt(const QString &prompt)
{
    m_prompt = prompt.toUtf8();
    if (m_asking) {
        clearQuestion();
        ::el_set(m_editor, EL_REFRESH);
    }
}

void EditLinePrompt::startAgain()
{
    if (!m_asking)
        return;
    put("^C\n");
    ::el_set(m_editor, EL_UNBUFFERED, 0);
    ::el_set(m_editor, EL_UNBUFFERED, 1);
}

void EditLinePrompt::stop()
{
    if (!m_asking)
        return;
    put("\n");
    finish({});
}

void EditLinePrompt::redraw()
{
    ::el_resize(m_editor);
    if (!m_asking)
        return;
    // Back from the shell, the terminal is as the shell had it.
    const LineInfo *line = ::el_line(m_editor);
    const QByteArray typed(line->buffer, line->lastchar - line->buffer);
    ::el_set(m_editor, EL_UNBUFFERED, 0);
    clearQuestion();
    ::el_set(m_editor, EL_UNBUFFERED, 1);
    ::el_insertstr(m_editor, typed.constData());
    ::el_set(m_editor, EL_REFRESH);
}

void EditLinePrompt::setCompleter(Completer completer)
{
    m_completer = std::move(completer);
}

char *EditLinePrompt::promptText(EditLine *editor)
{
    return self(editor)->m_prompt.data();
}

EditLinePrompt *EditLinePrompt::self(EditLine *editor)
{
    void *data = nullptr;
    ::el_get(editor, EL_CLIENTDATA, &data);
    return static_cast<EditLinePrompt *>(data);
}

unsigned char EditLinePrompt::completeKey(EditLine *editor, int)
{
    return self(editor)->completeWord();
}

unsigned char EditLinePrompt::leaveKey(EditLine *editor, int)
{
    const LineInfo *line = ::el_line(editor);
    if (line->lastchar == line->buffer) {
        self(editor)->m_leaving = true;
        return CC_NORM;
    }
    if (line->cursor == line->lastchar)
        return CC_ERROR;
    ::el_cursor(editor, 1);
    ::el_deletestr(editor, 1);
    return CC_REFRESH;
}

void EditLinePrompt::readKey()
{
    // What libedit returns for an empty line and for the end of the input is the same.
    pollfd terminal{STDIN_FILENO, POLLIN, 0};
    int available = 0;
    ::poll(&terminal, 1, 0);
    ::ioctl(STDIN_FILENO, FIONREAD, &available);
    if (available == 0) {
        if (terminal.revents & (POLLHUP | POLLERR | POLLNVAL))
            finish({});
        return; // Ctrl-C takes keys away that were announced
    }
    int count = 0;
    const char *line = ::el_gets(m_editor, &count);
    if (!m_asking)
        return;
    if (m_leaving) {
        put("\n");
        finish({});
    } else if (line && count > 0 && (line[count - 1] == '\n' || line[count - 1] == '\r')) {
        const QByteArray text(line, count - 1);
        remember(text);
        finish(text);
    }
}

void EditLinePrompt::finish(std::optional<QByteArray> line)
{
    m_asking = false;
    m_keys.setEnabled(false);
    ::el_set(m_editor, EL_UNBUFFERED, 0); // the terminal is an ordinary one while a verb runs
    QPromise<std::optional<QByteArray>> promise = std::move(m_promise);
    promise.addResult(std::move(line));
    promise.finish();
}

void EditLinePrompt::remember(const QByteArray &line)
{
    if (line.trimmed().isEmpty() || line.startsWith(' ') || line == m_lastLine)
        return;
    m_lastLine = line;
    HistEvent event;
    ::history(m_history, &event, H_ENTER, line.constData());
    QDir().mkpath(QFileInfo(m_historyFile).path());
    QFile file(m_historyFile);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Append))
        return; // a shell without a memory is still a shell
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.write(line + '\n');
}

void EditLinePrompt::loadHistory()
{
    QFile file(m_historyFile);
    if (!file.open(QIODevice::ReadOnly))
        return;
    QList<QByteArray> lines = file.readAll().split('\n');
    lines.removeAll(QByteArray());
    if (lines.size() > HistorySize) {
        lines = lines.last(HistorySize);
        file.close();
        // Cut now and then, so that it does not grow for ever.
        if (file.open(QIODevice::WriteOnly | QIODevice::Truncate))
            file.write(lines.join('\n') + '\n');
    }
    HistEvent event;
    for (const QByteArray &line : std::as_const(lines))
        ::history(m_history, &event, H_ENTER, line.constData());
    if (!lines.isEmpty())
        m_lastLine = lines.last();
}

unsigned char EditLinePrompt::completeWord()
{
    if (!m_completer)
        return CC_ERROR;
    const LineInfo *line = ::el_line(m_editor);
    const QByteArray begun(line->buffer, line->cursor - line->buffer);
    const Completion completion = m_completer(begun);
    const QByteArray better = replacement(begun, completion);
    if (!better.isEmpty()) {
        const QByteArrayView typed = QByteArrayView(begun).sliced(completion.start);
        // libedit counts characters here.
        ::el_deletestr(m_editor, int(QString::fromUtf8(typed).toUcs4().size()));
        ::el_insertstr(m_editor, better.constData());
        return CC_REFRESH;
    }
    if (completion.candidates.isEmpty())
        return CC_ERROR;
    QStringList words;
    for (const QByteArray &candidate : completion.candidates)
        words.append(oneLine(QString::fromUtf8(candidate)));
    put("\n" + wordColumns(words, terminalWidth()).toUtf8());
    return CC_REDISPLAY;
}

/// Wipes the prompt and what was typed, over all lines that they take.
void EditLinePrompt::clearQuestion()
{
    const LineInfo *line = ::el_line(m_editor);
    const QByteArray before = m_prompt + QByteArray(line->buffer, line->cursor - line->buffer);
    const int width = std::max(1, terminalWidth());
    const int up = int(QString::fromUtf8(before).size()) / width;
    if (up > 0)
        put("\x1b[" + QByteArray::number(up) + 'A');
    put("\r\x1b[J");
}

} // namespace app
