#pragma once

#include "app/console/prompt.h"

#include <QPromise>
#include <QSocketNotifier>
#include <histedit.h>

namespace app
{

/// A line with editing, history and completion by libedit, which is handed one key at a time.
class EditLinePrompt : public Prompt
{
    Q_OBJECT
public:
    static constexpr int HistorySize = 1000;

    explicit EditLinePrompt(const QString &historyFile);
    ~EditLinePrompt() override;

    QFuture<std::optional<QByteArray>> ask(const QString &prompt) override;
    void say(const QString &text) override;
    void setPrompt(const QString &prompt) override;
    void startAgain() override;
    void stop() override;
    void redraw() override;
    void setCompleter(Completer completer) override;

private:
    static char *promptText(EditLine *editor);
    static unsigned char completeKey(EditLine *editor, int key);
    static unsigned char leaveKey(EditLine *editor, int key);
    static EditLinePrompt *self(EditLine *editor);

    void readKey();
    void finish(std::optional<QByteArray> line);
    void remember(const QByteArray &line);
    void loadHistory();
    unsigned char completeWord();
    void clearQuestion();

    EditLine *m_editor;
    History *m_history;
    QString m_historyFile;
    QByteArray m_lastLine;
    QByteArray m_prompt;
    QSocketNotifier m_keys;
    Completer m_completer;
    bool m_asking = false;
    bool m_leaving = false; ///< Ctrl-D on an empty line
    QPromise<std::optional<QByteArray>> m_promise;
};

} // namespace app
