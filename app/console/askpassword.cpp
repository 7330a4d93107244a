#include "app/console/askpassword.h"

#include "app/console/consoleerror.h"

#include <termios.h>
#include <unistd.h>

namespace app
{

namespace
{

/// No echo, each key at once, and Ctrl-C as a key, so that the terminal is always put back.
class SilentKeys
{
public:
    SilentKeys()
    {
        ::tcgetattr(STDIN_FILENO, &m_before);
        termios silent = m_before;
        silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG);
        silent.c_cc[VMIN] = 1;
        silent.c_cc[VTIME] = 0;
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~SilentKeys() { ::tcsetattr(STDIN_FILENO, TCSADRAIN, &m_before); }
    SilentKeys(const SilentKeys &) = delete;
    SilentKeys &operator=(const SilentKeys &) = delete;

private:
    termios m_before = {};
};

void put(const QByteArray &text)
{
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, text.constData(), size_t(text.size()));
}

void removeLast(QByteArray &text)
{
    while (!text.isEmpty() && (uchar(text.back()) & 0xc0) == 0x80)
        text.chop(1);
    text.chop(1);
}

} // namespace

std::optional<imap::Secret> askPassword(const QString &question)
{
    if (!::isatty(STDIN_FILENO) || !::isatty(STDERR_FILENO))
        return {};
    constexpr char interrupt = 3, endOfFile = 4, eraseLine = 21;
    const SilentKeys keys;
    put(question.toUtf8());
    QByteArray typed;
    for (char key = 0;;) {
        const ssize_t size = ::read(STDIN_FILENO, &key, 1);
        if (size < 0 && errno == EINTR)
            continue;
        if (size == 1 && (key == '\r' || key == '\n'))
            break;
        if (size != 1 || key == interrupt || key == endOfFile) {
            put("\n");
            throw UsageError("no password was given");
        }
        if (key == '\b' || key == 0x7f)
            removeLast(typed);
        else if (key == eraseLine)
            typed.clear();
        else
            typed += key;
    }
    put("\n");
    return imap::Secret(typed);
}

} // namespace app
