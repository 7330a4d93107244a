#include "ui/views/searchnotice.h"

#include "ui/support/formatting.h"

#include <QCoreApplication>

namespace ui
{

namespace
{

constexpr int longestQuoted = 60;

QString tr(const char *text)
{
    return QCoreApplication::translate("SearchNotice", text);
}

QString quoted(const QString &typed)
{
    const QString line = typed.simplified();
    return line.size() <= longestQuoted ? line : line.left(longestQuoted - 1) + QChar(0x2026);
}

QString join(const QStringList &sentences)
{
    QStringList some = sentences;
    some.removeAll(QString());
    return some.join(QLatin1Char(' '));
}

/// What is not on this computer cannot be found here.
QString keptText(const SearchModel &search, const SearchedPlace &place)
{
    if (search.status().server == SearchStatus::Server::Answered)
        return {};
    const bool folder = search.question().scope == SearchScope::Folder;
    switch (search.status().kept) {
    case imap::Kept::Everything:
        return {};
    case imap::Kept::Headers:
        return tr("Only the texts that are kept on this computer were searched, and not all are.");
    case imap::Kept::Part:
        break;
    }
    return folder ? tr("Only what is kept of %1 on this computer was searched, which is not all.")
                        .arg(place.folder)
                  : tr("Only what is kept on this computer was searched, which is not all of the mail.");
}

QString indexText(const SearchStatus &status)
{
    if (status.notIndexed == 0)
        return {};
    return status.notIndexed == 1
               ? tr("One more message is being made ready for searching.")
               : tr("%1 more messages are being made ready for searching.").arg(countText(status.notIndexed));
}

} // namespace

QString scopeName(SearchScope scope, const SearchedPlace &place)
{
    switch (scope) {
    case SearchScope::Folder:
        return place.folder;
    case SearchScope::Account:
        return place.account;
    case SearchScope::All:
        break;
    }
    return tr("All accounts");
}

QString foundText(const SearchStatus &status, int rows)
{
    if (status.phase == SearchStatus::Phase::Searching)
        return tr("Searching …");
    QString found = rows == 0        ? tr("Nothing found")
                    : status.hasMore ? tr("The newest %1 of more messages").arg(countText(rows))
                                     : messageCountText(rows);
    if (status.server == SearchStatus::Server::Asking)
        found += tr(", asking the server …");
    else if (status.server == SearchStatus::Server::Answered)
        found += tr(", searched on the server, too");
    return found;
}

QString searchedText(const SearchModel &search, const SearchedPlace &place)
{
    const SearchStatus &status = search.status();
    if (status.phase != SearchStatus::Phase::Done)
        return {};
    if (!status.error.isEmpty())
        return tr("Not everything could be searched. %1").arg(status.error);
    if (!status.serverError.isEmpty())
        return tr("The server did not search. %1").arg(status.serverError);
    // Where there are no rows the notice says the rest.
    return search.rowCount() == 0 ? QString() : join({keptText(search, place), indexText(status)});
}

ListNotice noticeFor(const SearchModel &search, const SearchedPlace &place)
{
    const SearchStatus &status = search.status();
    const QString icon = QStringLiteral("edit-find");
    if (status.phase == SearchStatus::Phase::Searching)
        return {icon, tr("Searching …"), {}};
    if (search.terms().isEmpty())
        return {icon, tr("Nothing to search for"), tr("Type the beginning of a word, a name or an address.")};
    if (!status.error.isEmpty())
        return {QStringLiteral("dialog-warning"), tr("The search did not work"), status.error};
    const SearchScope scope = search.question().scope;
    QStringList text{keptText(search, place), indexText(status)};
    const bool mayAsk = scope == SearchScope::Folder && status.server == SearchStatus::Server::NotAsked;
    if (status.server == SearchStatus::Server::Asking)
        text << tr("The server is being asked.");
    else if (mayAsk && place.online && status.kept != imap::Kept::Everything)
        text << tr("The server can search all of it.");
    if (scope == SearchScope::Folder)
        text << tr("Try the whole account, or fewer words.");
    else
        text << tr("Try fewer words, or their beginnings.");
    return {icon, tr("Nothing found for “%1”").arg(quoted(search.question().text)), join(text)};
}

} // namespace ui
