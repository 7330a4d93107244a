#include "session/searchpieces.h"

#include "session/pieces.h"

#include <algorithm>

namespace imap
{

namespace
{

constexpr qsizetype tagRoom = 16;

const UidSet *uidsOf(const SearchKey &key)
{
    const auto *messages = std::get_if<SearchKey::Messages>(&key.value());
    return messages ? std::get_if<UidSet>(&messages->set) : nullptr;
}

qsizetype lineLength(const Search &command)
{
    wire::Writer writer({.literalPlus = true});
    command.encode(writer);
    qsizetype length = tagRoom;
    for (const wire::Chunk &chunk : writer.finish({}))
        length += chunk.bytes.size();
    return length;
}

void mergeNumber(std::optional<quint32> &into, const std::optional<quint32> &piece,
                 quint32 (*choose)(quint32, quint32))
{
    if (piece)
        into = into ? choose(*into, *piece) : *piece;
}

} // namespace

QList<Search> searchPieces(const Search &command, qsizetype octets)
{
    const auto *all = std::get_if<SearchKey::And>(&command.criteria.value());
    const QList<SearchKey> keys = all ? all->keys : QList<SearchKey>{command.criteria};
    const auto longest =
        std::max_element(keys.begin(), keys.end(), [](const SearchKey &a, const SearchKey &b) {
            const UidSet *one = uidsOf(a);
            const UidSet *other = uidsOf(b);
            return (one ? one->ranges().size() : 0) < (other ? other->ranges().size() : 0);
        });
    const UidSet *uids = uidsOf(*longest);
    const bool whole = command.returns && (command.returns->save || command.returns->update ||
                                           command.returns->partial || command.returns->relevancy);
    const qsizetype length = lineLength(command);
    if (!uids || whole || length <= octets)
        return {command};
    const qsizetype room = octets - (length - uids->toByteArray().size());
    QList<Search> searches;
    for (const MessageSet &piece : piecesOf(*uids, room, true)) {
        QList<SearchKey> narrowed = keys;
        narrowed[longest - keys.begin()] = SearchKey::messages(piece);
        searches.append(command);
        searches.last().criteria = SearchKey::allOf(narrowed);
    }
    return searches;
}

void mergePiece(SearchResult &into, const SearchResult &piece)
{
    const auto *found = piece.ids ? std::get_if<UidSet>(&*piece.ids) : nullptr;
    auto *all = into.ids ? std::get_if<UidSet>(&*into.ids) : nullptr;
    if (found && all)
        all->unite(*found);
    else if (found)
        into.ids = piece.ids;
    mergeNumber(into.min, piece.min, [](quint32 a, quint32 b) { return std::min(a, b); });
    mergeNumber(into.max, piece.max, [](quint32 a, quint32 b) { return std::max(a, b); });
    mergeNumber(into.count, piece.count, [](quint32 a, quint32 b) { return a + b; });
    if (piece.modSeq && (!into.modSeq || *into.modSeq < *piece.modSeq))
        into.modSeq = piece.modSeq;
    into.tag = piece.tag;
}

QCoro::Task<SearchResult> searchInPieces(Session *session, Search command, QByteArray cause)
{
    QList<QFuture<SearchResult>> running;
    for (const Search &piece : searchPieces(command, session->lineOctets()))
        running.append(session->run(piece, cause));
    SearchResult whole;
    for (qsizetype i = 0; i < running.size(); ++i) {
        QFuture<SearchResult> pending = running.at(i);
        const SearchResult found = co_await pending;
        if (i == 0)
            whole = found;
        else
            mergePiece(whole, found);
    }
    co_return whole;
}

} // namespace imap
