#include "app/console/interrupts.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace app
{

namespace
{

constexpr std::array caught{SIGINT, SIGWINCH, SIGCONT, SIGTERM, SIGHUP};

// A signal handler may do next to nothing, so it writes the number into a pipe.
std::array<int, 2> pipeEnds{-1, -1};
std::array<struct sigaction, caught.size()> before;

void handle(int number)
{
    const int kept = errno;
    const char byte = char(number);
    [[maybe_unused]] const ssize_t written = ::write(pipeEnds[1], &byte, 1);
    errno = kept;
}

} // namespace

Interrupts::Interrupts(QObject *parent)
    : QObject(parent)
{
    if (::pipe2(pipeEnds.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return; // then Ctrl-C ends the program, as without a shell
    m_notifier = new QSocketNotifier(pipeEnds[0], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &Interrupts::readSignals);
    struct sigaction action = {};
    action.sa_handler = handle;
    action.sa_flags = SA_RESTART;
    for (size_t i = 0; i < caught.size(); ++i)
        ::sigaction(caught[i], &action, &before[i]);
}

Interrupts::~Interrupts()
{
    if (!m_notifier)
        return;
    for (size_t i = 0; i < caught.size(); ++i)
        ::sigaction(caught[i], &before[i], nullptr);
    delete m_notifier;
    for (const int end : pipeEnds)
        ::close(end);
}

void Interrupts::readSignals()
{
    char number = 0;
    while (::read(pipeEnds[0], &number, 1) == 1) {
        if (number == SIGINT)
            Q_EMIT interrupted();
        else if (number == SIGWINCH)
            Q_EMIT resized();
        else if (number == SIGCONT)
            Q_EMIT resumed();
        else
            Q_EMIT terminated();
    }
}

} // namespace app
