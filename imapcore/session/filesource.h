#pragma once

#include "wire/bytesource.h"

#include <QFile>

namespace imap
{

/// Octets of a file, read as they are needed. The file must not change meanwhile: what is missing in the end
/// breaks the connection that the literal was announced on.
class FileSource final : public wire::ByteSource
{
public:
    /// A file by its name; throws LocalError where it cannot be read.
    static wire::ByteSourcePointer open(const QString &name);
    /// `file` is open for reading, and is not a pipe: its size counts.
    explicit FileSource(std::unique_ptr<QFile> file);

    qint64 size() const override { return m_size; }
    QByteArray read(qint64 offset, qint64 most) const override;

private:
    std::unique_ptr<QFile> m_file;
    qint64 m_size;
};

} // namespace imap
