#include "commands/mailbox.h"

#include "wire/mutf7.h"

namespace imap
{

static_assert(Command<Create>);
static_assert(Command<Delete>);
static_assert(Command<Rename>);
static_assert(Command<Subscribe>);
static_assert(Command<Unsubscribe>);

QByteArray rawMailboxName(const MailboxName &name, bool utf8)
{
    return utf8 ? name.toString().toUtf8() : wire::encodeMutf7(name.toString());
}

void Create::check(const Capabilities &capabilities) const
{
    if (!specialUse.isEmpty())
        requireCapability(capabilities, "CREATE-SPECIAL-USE", "CREATE");
}

/// create       = "CREATE" SP mailbox [SP "(" create-param *(SP create-param) ")"]   (RFC 4466 §6)
/// create-param =/ "USE" SP "(" [use-attr *(SP use-attr)] ")"                        (RFC 6154 §6)
void Create::encode(wire::Writer &writer) const
{
    writer.atom("CREATE").mailbox(mailbox);
    if (specialUse.isEmpty())
        return;
    writer.open().atom("USE").open();
    for (const QByteArray &use : specialUse)
        writer.flag(Flag(use));
    writer.close().close();
}

bool Create::collect(const Untagged &, Result &) const
{
    return false;
}

/// resp-text-code =/ "MAILBOXID" SP "(" objectid ")"                    (RFC 8474 §7)
void Create::complete(const Completion &completion, Result &result) const
{
    if (completion.code.name != "MAILBOXID" || completion.code.arguments.isEmpty())
        return;
    const Token &argument = completion.code.arguments.first();
    const Token::List list = argument.list();
    result.mailboxId = list.isEmpty() ? argument.text() : list.first().text();
}

void Delete::encode(wire::Writer &writer) const
{
    writer.atom("DELETE").mailbox(mailbox);
}

bool Delete::collect(const Untagged &, Result &) const
{
    return false;
}

void Rename::encode(wire::Writer &writer) const
{
    writer.atom("RENAME").mailbox(from).mailbox(to);
}

bool Rename::collect(const Untagged &, Result &) const
{
    return false;
}

void Subscribe::encode(wire::Writer &writer) const
{
    writer.atom("SUBSCRIBE").mailbox(mailbox);
}

bool Subscribe::collect(const Untagged &, Result &) const
{
    return false;
}

void Unsubscribe::encode(wire::Writer &writer) const
{
    writer.atom("UNSUBSCRIBE").mailbox(mailbox);
}

bool Unsubscribe::collect(const Untagged &, Result &) const
{
    return false;
}

} // namespace imap
