#pragma once

#include "commands/search.h"

#include <QByteArray>
#include <QCoro/QCoroTask>

namespace imap
{

class Session;

/// `command` as searches whose lines have at most `octets`, if its criteria are a long set of UIDs, alone or
/// beside others: one for each piece of the set. One, itself, where there is nothing to cut: no long set, a
/// set below OR or NOT, or a result that has no meaning in pieces (SAVE, UPDATE, PARTIAL).
QList<Search> searchPieces(const Search &command, qsizetype octets);
/// What a further piece found, taken over into what those before it found.
void mergePiece(SearchResult &into, const SearchResult &piece);

/// UID SEARCH among however many UIDs; the pieces are sent without waiting for each other.
QCoro::Task<SearchResult> searchInPieces(Session *session, Search command, QByteArray cause = {});

} // namespace imap
