#include "net/deflate.h"

#include <new>
#include <zlib.h>

namespace imap
{

namespace
{

/// The largest window, and by its sign: no zlib header or checksum around the data.
constexpr int RawWindow = -MAX_WBITS;
constexpr int MemoryLevel = 8;

Bytef *bytes(const char *data)
{
    // zlib does not write where it reads, but its pointers are not const.
    return reinterpret_cast<Bytef *>(const_cast<char *>(data));
}

} // namespace

struct Deflate::Streams {
    Streams()
    {
        if (deflateInit2(&out, Z_DEFAULT_COMPRESSION, Z_DEFLATED, RawWindow, MemoryLevel,
                         Z_DEFAULT_STRATEGY) != Z_OK)
            throw std::bad_alloc();
        if (inflateInit2(&in, RawWindow) != Z_OK) {
            deflateEnd(&out);
            throw std::bad_alloc();
        }
    }
    ~Streams()
    {
        deflateEnd(&out);
        inflateEnd(&in);
    }
    Streams(const Streams &) = delete;
    Streams &operator=(const Streams &) = delete;

    z_stream out{};
    z_stream in{};
};

Deflate::Deflate()
    : m_streams(std::make_unique<Streams>())
{
}

Deflate::~Deflate() = default;

QByteArray Deflate::compress(const QByteArray &plain)
{
    z_stream &stream = m_streams->out;
    stream.next_in = bytes(plain.constData());
    stream.avail_in = uInt(plain.size());
    QByteArray result;
    do {
        QByteArray piece(PieceSize, Qt::Uninitialized);
        stream.next_out = bytes(piece.data());
        stream.avail_out = uInt(piece.size());
        // Nobody answers what is still in our buffer.
        deflate(&stream, Z_SYNC_FLUSH);
        piece.truncate(piece.size() - qsizetype(stream.avail_out));
        result += piece;
    } while (stream.avail_out == 0);
    m_counts.plainOut += quint64(plain.size());
    m_counts.wireOut += quint64(result.size());
    return result;
}

void Deflate::push(const QByteArray &compressed)
{
    if (compressed.isEmpty())
        return;
    m_counts.wireIn += quint64(compressed.size());
    m_input = m_input.mid(m_inputAt) + compressed;
    m_inputAt = 0;
}

std::optional<QByteArray> Deflate::next()
{
    const qsizetype left = m_input.size() - m_inputAt;
    if (m_ended && left > 0)
        m_broken = true;
    if (m_broken || m_ended || (left == 0 && !m_more))
        return {};
    z_stream &stream = m_streams->in;
    QByteArray piece(PieceSize, Qt::Uninitialized);
    stream.next_in = bytes(m_input.constData() + m_inputAt);
    stream.avail_in = uInt(left);
    stream.next_out = bytes(piece.data());
    stream.avail_out = uInt(piece.size());
    const int code = inflate(&stream, Z_SYNC_FLUSH);
    m_inputAt = m_input.size() - qsizetype(stream.avail_in);
    m_more = stream.avail_out == 0;
    piece.truncate(piece.size() - qsizetype(stream.avail_out));
    m_counts.plainIn += quint64(piece.size());
    if (code == Z_STREAM_END) {
        m_ended = true;
        m_broken = stream.avail_in > 0;
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
        m_broken = true;
    }
    if (piece.isEmpty())
        return {};
    return piece;
}

} // namespace imap
