#include "session/spills.h"

#include "session/filesource.h"

#include <QDir>
#include <QFileInfo>

namespace imap
{

namespace
{

/// /tmp is memory on many systems, which is what large literals are to be kept out of.
QString directory()
{
    const QString usual = QDir::tempPath();
    const QString onDisk = QStringLiteral("/var/tmp");
    return usual == QLatin1String("/tmp") && QFileInfo(onDisk).isWritable() ? onDisk : usual;
}

class ReportingSpill final : public wire::Spill
{
public:
    ReportingSpill(std::shared_ptr<wire::Spill> spill, qint64 octets,
                   std::function<void(const Progress &)> progress)
        : m_spill(std::move(spill))
        , m_octets(octets)
        , m_progress(std::move(progress))
    {
    }
    bool write(QByteArrayView octets) override
    {
        if (!m_spill->write(octets))
            return false;
        m_done += octets.size();
        m_progress({.kind = Progress::Kind::Receiving, .done = quint64(m_done), .total = quint64(m_octets)});
        return true;
    }
    wire::ByteSourcePointer finish() override { return m_spill->finish(); }
    QString failure() const override { return m_spill->failure(); }

private:
    std::shared_ptr<wire::Spill> m_spill;
    qint64 m_octets;
    qint64 m_done = 0;
    std::function<void(const Progress &)> m_progress;
};

} // namespace

std::shared_ptr<wire::Spill> TemporarySpill::open()
{
    std::shared_ptr<TemporarySpill> spill(new TemporarySpill);
    spill->m_file = std::make_unique<QTemporaryFile>(directory() + QStringLiteral("/postrider-XXXXXX"));
    return spill->m_file->open() ? spill : nullptr;
}

bool TemporarySpill::write(QByteArrayView octets)
{
    if (m_file->write(octets.data(), octets.size()) == octets.size())
        return true;
    m_failure = m_file->errorString();
    return false;
}

wire::ByteSourcePointer TemporarySpill::finish()
{
    // What cannot be flushed is missing when it is read, which the reader of the response notices.
    m_file->flush();
    return std::make_shared<FileSource>(std::move(m_file));
}

std::shared_ptr<wire::Spill> reportingSpill(std::shared_ptr<wire::Spill> spill, qint64 octets,
                                            std::function<void(const Progress &)> progress)
{
    if (!progress)
        return spill;
    return std::make_shared<ReportingSpill>(std::move(spill), octets, std::move(progress));
}

} // namespace imap
