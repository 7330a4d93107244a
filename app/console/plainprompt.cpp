#include "app/console/plainprompt.h"

#include <cstdio>
#include <unistd.h>

namespace app
{

namespace
{

void put(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stdout);
    std::fflush(stdout);
}

} // namespace

PlainPrompt::PlainPrompt()
    : m_input(STDIN_FILENO)
    , m_terminal(::isatty(STDIN_FILENO) && ::isatty(STDOUT_FILENO))
{
}

QFuture<std::optional<QByteArray>> PlainPrompt::ask(const QString &prompt)
{
    m_prompt = prompt;
    m_asking = true;
    showPrompt();
    return m_input.next().then([this](const std::optional<QByteArray> &line) {
        m_asking = false;
        return line;
    });
}

void PlainPrompt::say(const QString &text)
{
    if (m_asking && m_terminal)
        put(QStringLiteral("\n"));
    put(text);
    if (m_asking)
        showPrompt();
}

void PlainPrompt::setPrompt(const QString &prompt)
{
    m_prompt = prompt;
}

void PlainPrompt::startAgain()
{
    if (m_terminal)
        put(QStringLiteral("\n"));
    showPrompt();
}

void PlainPrompt::stop()
{
    m_input.stop();
}

void PlainPrompt::showPrompt()
{
    if (m_terminal)
        put(m_prompt);
}

} // namespace app
