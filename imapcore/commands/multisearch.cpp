#include "commands/multisearch.h"

#include <algorithm>
#include <stdexcept>

namespace imap
{

static_assert(Command<MultiSearch>);

namespace
{

struct ScopeWord {
    SearchScope::Kind kind;
    const char *text;
    bool names;
};

constexpr ScopeWord scopeWords[] = {
    {SearchScope::Kind::Selected, "selected", false},
    {SearchScope::Kind::SelectedDelayed, "selected-delayed", false},
    {SearchScope::Kind::Inboxes, "inboxes", false},
    {SearchScope::Kind::Personal, "personal", false},
    {SearchScope::Kind::Subscribed, "subscribed", false},
    {SearchScope::Kind::Subtree, "subtree", true},
    {SearchScope::Kind::SubtreeOne, "subtree-one", true},
    {SearchScope::Kind::Mailboxes, "mailboxes", true},
};

const ScopeWord &wordOf(SearchScope::Kind kind)
{
    return *std::find_if(std::begin(scopeWords), std::end(scopeWords),
                         [&](const ScopeWord &word) { return word.kind == kind; });
}

void encodeScope(wire::Writer &writer, const SearchScope &scope)
{
    const ScopeWord &word = wordOf(scope.kind);
    if (word.names == scope.mailboxes.isEmpty())
        throw std::invalid_argument("the mailboxes of a search do not fit its scope");
    writer.atom(word.text);
    if (scope.mailboxes.size() == 1) {
        writer.mailbox(scope.mailboxes.first());
    } else if (word.names) {
        writer.open();
        for (const MailboxName &mailbox : scope.mailboxes)
            writer.mailbox(mailbox);
        writer.close();
    }
}

} // namespace

SearchScope SearchScope::parse(const QString &text)
{
    const qsizetype colon = text.indexOf(u':');
    const QString kind = colon < 0 ? text : text.first(colon);
    for (const ScopeWord &word : scopeWords) {
        if (kind.compare(QLatin1String(word.text), Qt::CaseInsensitive) != 0 || word.names != (colon >= 0))
            continue;
        SearchScope scope{word.kind};
        if (word.names)
            scope.mailboxes.append(MailboxName(text.sliced(colon + 1)));
        return scope;
    }
    throw InvalidCriteriaError(QStringLiteral("\"%1\" is no place to search in.").arg(text),
                               InvalidCriteriaError::Fault{-1, text}, "ESEARCH");
}

void MultiSearch::check(const Capabilities &capabilities) const
{
    checkCriteria(criteria, capabilities, "ESEARCH");
    if (imap::usesSequenceNumbers(criteria))
        throw InvalidCriteriaError(
            QStringLiteral("Message numbers mean nothing in a search of several folders."),
            InvalidCriteriaError::Fault{}, "ESEARCH");
    checkReturn(returns, capabilities, "ESEARCH");
}

/// esearch             = "ESEARCH" [SP esearch-source-opts] [SP search-return-opts] SP search-program
/// esearch-source-opts = "IN" SP "(" source-mbox [SP "(" scope-options ")"] ")"
/// source-mbox         = filter-mailboxes *(SP filter-mailboxes)                           (RFC 7377 §5)
void MultiSearch::encode(wire::Writer &writer) const
{
    writer.atom("ESEARCH");
    if (!scopes.isEmpty()) {
        writer.atom("IN").open();
        for (const SearchScope &scope : scopes)
            encodeScope(writer, scope);
        writer.close();
    }
    encodeReturn(writer, returns);
    encodeSearchProgram(writer, criteria, charset);
}

bool MultiSearch::collect(const Untagged &untagged, Result &result) const
{
    const auto *response = std::get_if<EsearchResponse>(&untagged);
    // Each names its mailbox, but for an answer about the selected one alone.
    if (!response || (!response->mailbox && !scopes.isEmpty()))
        return false;
    MailboxSearchResult one;
    one.mailbox = response->mailbox.value_or(MailboxName());
    one.uidValidity = response->uidValidity.value_or(UidValidity());
    if (response->all)
        one.found.ids = response->all->toSet<Uid>();
    takeReturned(*response, one.found);
    result.append(std::move(one));
    return true;
}

std::exception_ptr MultiSearch::error(const Completion &completion) const
{
    return criteriaError(completion, "ESEARCH", charsetOf(criteria, charset));
}

} // namespace imap
