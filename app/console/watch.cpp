#include "app/console/watch.h"

#include "app/console/responsejson.h"

#include <QTimer>
#include <utility>

namespace app
{

Watch::Watch(const VerbContext &context)
{
    m_over.start();
    QObject::connect(context.session, &imap::Session::untagged, &m_listener,
                     [print = context.print](const imap::Untagged &update) {
                         print(responseJson(imap::Response(update)));
                     });
    QObject::connect(context.session, &imap::Session::ended, &m_listener,
                     [this](const std::shared_ptr<const imap::Error> &error) {
                         m_failure = error;
                         finish();
                     });
    m_stopping.emplace(context.stop, [this] { finish(); });
}

Watch::~Watch()
{
    finish(); // a promise is never left open
}

QFuture<bool> Watch::wait(int milliseconds)
{
    if (milliseconds > 0)
        QTimer::singleShot(milliseconds, &m_listener, [this] { finish(); });
    return m_over.future();
}

void Watch::check() const
{
    if (m_failure)
        std::rethrow_exception(imap::exceptionFrom(m_failure));
}

void Watch::finish()
{
    if (std::exchange(m_finished, true))
        return;
    m_over.addResult(true);
    m_over.finish();
}

} // namespace app
