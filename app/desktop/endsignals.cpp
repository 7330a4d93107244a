#include "app/desktop/endsignals.h"

#ifdef Q_OS_UNIX
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>
#endif

namespace app
{

#ifdef Q_OS_UNIX
namespace
{

constexpr int wishes[] = {SIGTERM, SIGINT, SIGHUP};

// A handler may do next to nothing (signal-safety(7)); writing to a pipe is allowed.
int pipeEnds[2] = {-1, -1};

extern "C" void noteSignal(int)
{
    const int before = errno;
    [[maybe_unused]] const auto written = write(pipeEnds[1], "!", 1);
    errno = before;
}

} // namespace

EndSignals::EndSignals(QObject *parent)
    : QObject(parent)
{
    if (pipe(pipeEnds) != 0)
        return;
    for (const int end : pipeEnds) {
        fcntl(end, F_SETFD, FD_CLOEXEC);
        fcntl(end, F_SETFL, O_NONBLOCK);
    }
    m_notifier = std::make_unique<QSocketNotifier>(pipeEnds[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        char one = 0;
        while (read(pipeEnds[0], &one, 1) == 1)
            Q_EMIT endAsked();
    });
    for (const int wish : wishes) {
        struct sigaction now = {};
        sigaction(wish, nullptr, &now);
        if (now.sa_handler == SIG_IGN)
            continue;
        struct sigaction ours = {};
        ours.sa_handler = noteSignal;
        ours.sa_flags = SA_RESTART | SA_RESETHAND;
        sigaction(wish, &ours, nullptr);
    }
}

EndSignals::~EndSignals()
{
    if (!m_notifier)
        return;
    for (const int wish : wishes) {
        struct sigaction now = {};
        sigaction(wish, nullptr, &now);
        if (now.sa_handler == noteSignal)
            signal(wish, SIG_DFL);
    }
    m_notifier.reset();
    for (int &end : pipeEnds) {
        close(end);
        end = -1;
    }
}
#else
EndSignals::EndSignals(QObject *parent)
    : QObject(parent)
{
}

EndSignals::~EndSignals() = default;
#endif

} // namespace app
