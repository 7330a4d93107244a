#pragma once

#include "session/runoptions.h"
#include "wire/spill.h"

#include <QTemporaryFile>

namespace imap
{

/// A literal in a temporary file, which is gone with the last one who holds it.
class TemporarySpill final : public wire::Spill
{
public:
    /// Null where no temporary file can be made; the literal then stays in memory, or is refused.
    static std::shared_ptr<wire::Spill> open();

    bool write(QByteArrayView octets) override;
    wire::ByteSourcePointer finish() override;
    QString failure() const override { return m_failure; }

private:
    TemporarySpill() = default;

    std::unique_ptr<QTemporaryFile> m_file;
    QString m_failure;
};

/// `spill`, telling how much of `octets` it has got.
std::shared_ptr<wire::Spill> reportingSpill(std::shared_ptr<wire::Spill> spill, qint64 octets,
                                            std::function<void(const Progress &)> progress);

} // namespace imap
