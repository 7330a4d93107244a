#pragma once

#include "commands/copymove.h"
#include "commands/expunge.h"
#include "commands/fetch.h"
#include "commands/gmail.h"
#include "commands/store.h"
#include "session/session.h"

#include <QCoro/QCoroFuture>
#include <QCoro/QCoroTask>
#include <QPointer>

namespace imap
{

/// `set` cut so that each text has at most `octets`, and never smaller than one range. Sets of numbers are
/// left whole where `numbersStay` is false: each piece might shift the numbers of those behind it.
QList<MessageSet> piecesOf(const MessageSet &set, qsizetype octets, bool numbersStay);

// What a further piece of one operation told, taken over into what those before it did.
void mergePiece(CopyResult &into, CopyResult piece);
void mergePiece(ExpungeResult &into, ExpungeResult piece);
void mergePiece(StoreResult &into, StoreResult piece);
void mergePiece(QList<FetchResponse> &into, QList<FetchResponse> piece);
inline void mergePiece(Nothing &, Nothing) {}

namespace detail
{

template <class C>
constexpr bool isCopy = std::is_same_v<C, Copy> || std::is_same_v<C, Move>;

template <class C>
void address(C &command, const MessageSet &set)
{
    if constexpr (std::is_same_v<decltype(command.messages), UidSet>)
        command.messages = std::get<UidSet>(set);
    else
        command.messages = set;
}

/// Octets of the command without its set, and with some room for the tag.
template <class C>
qsizetype lengthWithoutSet(C command)
{
    constexpr qsizetype tagRoom = 16;
    address(command, UidSet::single(Uid(1)));
    wire::Writer writer({.literalPlus = true});
    command.encode(writer);
    qsizetype length = tagRoom;
    for (const wire::Chunk &chunk : writer.finish({}))
        length += chunk.bytes.size();
    return length;
}

} // namespace detail

/// Runs a command that addresses messages, for however many: a set that is too long for one line (a server
/// may refuse what has over 8,000 octets, RFC 7162 §4, or `SessionOptions::lineOctets`) is cut, and the
/// results become one. FETCH, STORE and UID EXPUNGE are sent without waiting for each other; COPY and MOVE
/// one after the other, so that the first that fails is the last that was tried. What was done before stays
/// done.
template <Command C>
QCoro::Task<typename C::Result> runInPieces(Session *session, C command, QByteArray cause = {})
{
    using Result = typename C::Result;
    const qsizetype room = session->lineOctets() - detail::lengthWithoutSet(command);
    const QList<MessageSet> sets = piecesOf(command.messages, room, !detail::isCopy<C>);
    const QPointer<Session> alive(session);
    Result whole{};
    QList<QFuture<Result>> running;
    for (const MessageSet &set : sets) {
        if (!alive)
            throw AbortError(AbortError::Reason::Stopped, QStringLiteral("The connection was closed."));
        C piece = command;
        detail::address(piece, set);
        running.append(session->run(std::move(piece), cause));
        if constexpr (detail::isCopy<C>) {
            QFuture<Result> pending = running.takeLast();
            Result result = co_await pending;
            mergePiece(whole, std::move(result));
        }
    }
    for (QFuture<Result> &pending : running) {
        Result result = co_await pending;
        mergePiece(whole, std::move(result));
    }
    co_return whole;
}

} // namespace imap
