#pragma once

#include "wire/spill.h"

#include <QSaveFile>

namespace imap
{

/// A literal that becomes a file. The file has its name only once it is whole: `commit`. A second literal is
/// dropped: a server that answers twice says the same.
class FileSink final : public wire::Spill
{
public:
    /// Throws LocalError where the file cannot be made.
    explicit FileSink(const QString &name);

    bool write(QByteArrayView octets) override;
    wire::ByteSourcePointer finish() override
    {
        m_finished = true;
        return {};
    }
    QString failure() const override { return m_failure; }
    /// Throws LocalError where it cannot be kept.
    void commit();

private:
    QSaveFile m_file;
    bool m_finished = false;
    QString m_failure;
};

} // namespace imap
