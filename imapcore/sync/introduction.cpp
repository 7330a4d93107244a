#include "sync/introduction.h"

#include "commands/id.h"
#include "commands/list.h"

#include <QCoro/QCoroFuture>

namespace imap
{

void introduce(Session *session)
{
    if (!session->state().capabilities.has("ID"))
        return;
    Id id;
    id.fields = {{"name", QByteArray("Postrider")}, {"version", QByteArray(POSTRIDER_VERSION)}};
    session->run(std::move(id), "sign in");
}

QCoro::Task<quint32> countFolders(Session *session)
{
    List list;
    auto listed = session->run(std::move(list), "check");
    const ListResult folders = co_await listed;
    co_return quint32(folders.mailboxes.size());
}

} // namespace imap
