#include "app/console/lineinput.h"

#include "types/error.h"

#include <array>
#include <cerrno>
#include <unistd.h>

namespace app
{

LineInput::LineInput(int descriptor, QObject *parent)
    : QObject(parent)
    , m_descriptor(descriptor)
    , m_notifier(descriptor, QSocketNotifier::Read)
{
    m_notifier.setEnabled(false);
    connect(&m_notifier, &QSocketNotifier::activated, this, &LineInput::readSome);
}

LineInput::~LineInput()
{
    stop();
}

QFuture<std::optional<QByteArray>> LineInput::next()
{
    m_promise = QPromise<std::optional<QByteArray>>();
    m_promise.start();
    m_waiting = true;
    QFuture<std::optional<QByteArray>> future = m_promise.future();
    deliver();
    if (m_waiting)
        m_notifier.setEnabled(true);
    return future;
}

void LineInput::stop()
{
    if (m_waiting)
        finish({});
}

void LineInput::readSome()
{
    std::array<char, 64 * 1024> buffer;
    const ssize_t size = ::read(m_descriptor, buffer.data(), buffer.size());
    if (size < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (size > 0)
        m_buffer.append(buffer.data(), size);
    else
        m_ended = true;
    deliver();
}

void LineInput::deliver()
{
    const qsizetype end = m_buffer.indexOf('\n');
    if (end >= 0) {
        QByteArray line = m_buffer.first(end);
        m_buffer.remove(0, end + 1);
        finish(std::move(line));
    } else if (m_ended && !m_buffer.isEmpty()) {
        finish(std::exchange(m_buffer, {}));
    } else if (m_ended) {
        finish({});
    } else if (m_buffer.size() > MaxLine) {
        m_ended = true;
        m_buffer.clear();
        m_waiting = false;
        m_notifier.setEnabled(false);
        m_promise.setException(
            std::make_exception_ptr(imap::LocalError(QStringLiteral("A line of the input is too long."))));
        m_promise.finish();
    }
}

void LineInput::finish(std::optional<QByteArray> line)
{
    m_waiting = false;
    m_notifier.setEnabled(false);
    // Whoever waits runs inside finish(), and may ask for the next line there.
    QPromise<std::optional<QByteArray>> promise = std::move(m_promise);
    promise.addResult(std::move(line));
    promise.finish();
}

} // namespace app
