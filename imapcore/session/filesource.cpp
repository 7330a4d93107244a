#include "session/filesource.h"

#include "types/error.h"

namespace imap
{

FileSource::FileSource(std::unique_ptr<QFile> file)
    : m_file(std::move(file))
    , m_size(m_file->size())
{
}

wire::ByteSourcePointer FileSource::open(const QString &name)
{
    auto file = std::make_unique<QFile>(name);
    // Without a buffer of its own: pieces are large already.
    if (!file->open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        throw LocalError(QStringLiteral("%1 cannot be read: %2").arg(name, file->errorString()));
    if (file->isSequential())
        throw LocalError(QStringLiteral("%1 is not a file").arg(name));
    return std::make_shared<FileSource>(std::move(file));
}

QByteArray FileSource::read(qint64 offset, qint64 most) const
{
    return m_file->seek(offset) ? m_file->read(most) : QByteArray();
}

} // namespace imap
