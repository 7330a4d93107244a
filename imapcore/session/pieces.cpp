#include "session/pieces.h"

namespace imap
{

namespace
{

/// Less is not worth a command, whatever else stands in it.
constexpr qsizetype fewestOctets = 100;

} // namespace

QList<MessageSet> piecesOf(const MessageSet &set, qsizetype octets, bool numbersStay)
{
    QList<MessageSet> pieces;
    if (std::holds_alternative<SeqSet>(set) && !numbersStay)
        return {set};
    std::visit(
        [&](const auto &all) {
            for (const auto &piece : all.split(std::max(octets, fewestOctets)))
                pieces.append(piece);
        },
        set);
    // An empty set is refused as a command, not dropped in silence.
    return pieces.isEmpty() ? QList<MessageSet>{set} : pieces;
}

void mergePiece(CopyResult &into, CopyResult piece)
{
    into.text = piece.text;
    if (!piece.copied)
        return;
    if (into.copied)
        into.copied->append(*piece.copied);
    else
        into.copied = std::move(piece.copied);
}

void mergePiece(ExpungeResult &into, ExpungeResult piece)
{
    into.text = piece.text;
    into.responses.append(piece.responses);
}

void mergePiece(StoreResult &into, StoreResult piece)
{
    into.updates.append(piece.updates);
    into.modified.unite(piece.modified);
    into.modifiedNumbers.unite(piece.modifiedNumbers);
    into.confirmed.unite(piece.confirmed);
}

void mergePiece(QList<FetchResponse> &into, QList<FetchResponse> piece)
{
    into.append(std::move(piece));
}

} // namespace imap
