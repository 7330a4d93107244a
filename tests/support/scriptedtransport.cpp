#include "support/scriptedtransport.h"

namespace imap::test
{

ScriptedTransport::ScriptedTransport(QObject *parent)
    : Transport(parent)
{
    m_info.peer = QStringLiteral("script");
}

void ScriptedTransport::says(const QByteArray &bytes)
{
    const qsizetype size = m_pieceSize > 0 ? m_pieceSize : bytes.size();
    for (qsizetype at = 0; at < bytes.size(); at += size)
        append([this, piece = bytes.mid(at, size)] { Q_EMIT received(piece); });
}

void ScriptedTransport::closes()
{
    append([this] {
        m_phase = Phase::Dead;
        m_steps.clear();
        Q_EMIT closed();
    });
}

void ScriptedTransport::fails(std::shared_ptr<AbortError> error)
{
    if (m_phase == Phase::Idle)
        m_openError = std::move(error);
    else
        append([this, error = std::move(error)] { die(error); });
}

void ScriptedTransport::fails(AbortError::Reason reason, const QString &message)
{
    fails(std::make_shared<AbortError>(reason, message));
}

QByteArray ScriptedTransport::takeWritten()
{
    return std::exchange(m_written, {});
}

void ScriptedTransport::open()
{
    if (m_phase != Phase::Idle)
        return;
    m_phase = Phase::Opening;
    prepend([this] {
        if (m_openError) {
            die(m_openError);
            return;
        }
        m_phase = Phase::Open;
        Q_EMIT opened();
    });
}

void ScriptedTransport::write(const QByteArray &bytes)
{
    if (m_phase != Phase::Open)
        return;
    m_written += bytes;
    m_allWritten += bytes;
    if (!m_info.encrypted)
        m_writtenInClear += bytes;
    if (m_room < 0) {
        append([this] { Q_EMIT drained(); });
    } else {
        const qint64 taken = qMin<qint64>(m_room, bytes.size());
        m_room -= taken;
        m_undrained += bytes.size() - taken;
    }
    if (m_onWrite)
        m_onWrite(bytes);
}

void ScriptedTransport::drains(qint64 octets)
{
    append([this, octets] {
        const qint64 taken = qMin(octets, m_undrained);
        m_undrained -= taken;
        m_room = qMax<qint64>(m_room, 0) + octets - taken;
        Q_EMIT drained();
    });
}

void ScriptedTransport::startTls()
{
    if (m_phase != Phase::Open)
        return;
    ++m_startTlsCount;
    m_phase = Phase::Handshaking;
    // Before anything that the server says next: that is inside TLS already.
    prepend([this] {
        if (m_tlsError) {
            die(m_tlsError);
            return;
        }
        m_info.encrypted = true;
        m_info.protocol = QStringLiteral("TLSv1.3");
        m_phase = Phase::Open;
        Q_EMIT encrypted();
    });
}

void ScriptedTransport::close()
{
    if (m_phase == Phase::Dead)
        return;
    m_closedByClient = true;
    m_phase = Phase::Dead;
    m_steps.clear();
}

bool ScriptedTransport::canStartTls() const
{
    return m_canStartTls && m_phase == Phase::Open && !m_info.encrypted;
}

void ScriptedTransport::append(Step step)
{
    if (m_phase == Phase::Dead)
        return;
    m_steps.push_back(std::move(step));
    schedule();
}

void ScriptedTransport::prepend(Step step)
{
    m_steps.push_front(std::move(step));
    schedule();
}

void ScriptedTransport::schedule()
{
    if (m_scheduled || m_phase == Phase::Idle || m_steps.empty())
        return;
    m_scheduled = true;
    QMetaObject::invokeMethod(this, &ScriptedTransport::runOne, Qt::QueuedConnection);
}

void ScriptedTransport::runOne()
{
    m_scheduled = false;
    if (m_steps.empty())
        return;
    const Step step = std::move(m_steps.front());
    m_steps.pop_front();
    // Before the step, in which the client may delete us.
    schedule();
    step();
}

void ScriptedTransport::die(const std::shared_ptr<AbortError> &error)
{
    m_phase = Phase::Dead;
    m_steps.clear();
    Q_EMIT failed(error);
}

} // namespace imap::test
