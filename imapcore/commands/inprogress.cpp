#include "commands/inprogress.h"

namespace imap
{

namespace
{

std::optional<quint64> number(const Token::List &list, qsizetype at)
{
    bool ok = false;
    const quint64 value = list.value(at).text().toULongLong(&ok);
    return ok ? std::optional<quint64>(value) : std::nullopt;
}

} // namespace

/// resp-text-code =/ "INPROGRESS" [SP "(" (quoted-tag / nil) SP (number / nil) SP (nz-number / nil) ")"]
///                                                                      (RFC 9585 §6)
std::optional<InProgress> inProgress(const ResponseCode &code)
{
    if (code.name != "INPROGRESS")
        return {};
    const Token::List list = code.arguments.isEmpty() ? Token::List() : code.arguments.first().list();
    InProgress result{list.value(0).text(), number(list, 1), number(list, 2)};
    if (result.total == 0u)
        result.total.reset();
    return result;
}

} // namespace imap
