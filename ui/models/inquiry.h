#pragma once

#include "account/accounthandle.h"
#include "account/serverhandle.h"
#include "ui/support/onfinished.h"

#include <QObject>
#include <QPointer>

namespace ui
{

/// What came of asking an account's server for something that a model shows: the latest question counts, and
/// what was once known stays while there is no connection, but not when the server refuses to tell it.
/// GUI thread.
class Inquiry : public QObject
{
    Q_OBJECT
public:
    enum class Phase {
        Asking,
        Offline,    ///< nothing is known and there is no connection to ask
        NotOffered, ///< the server has no such thing
        Failed,     ///< asking failed; problem() says why
        Ready,
    };

    /// The handle must be a ServerHandle as well, and may go away.
    explicit Inquiry(imap::AccountHandle *account, QObject *parent = nullptr);

    Phase phase() const { return m_phase; }
    QString problem() const { return m_problem; }
    /// Whether the last try to ask the server got through.
    bool isOnline() const { return m_online; }
    imap::ServerHandle *server() const;

    /// `question(server)` gives a future; `take(answer)` calls settle, and what changed is told behind it.
    template <class Question, class Take>
    void ask(Question question, Take take)
    {
        if (!server())
            return;
        const quint64 run = ++m_run;
        onFinished(
            question(*server()), this,
            [this, run, take](const auto &answer) {
                if (run != m_run)
                    return;
                m_online = true;
                take(answer);
                Q_EMIT changed();
            },
            [this, run](const imap::Error &error) {
                if (run == m_run)
                    failed(error);
            });
    }
    /// What the answer amounts to.
    void settle(Phase phase, const QString &problem = {});
    /// As the account tells it.
    void setOnline(bool online);

Q_SIGNALS:
    void changed();
    /// There is a connection again: what happened meanwhile nobody has told.
    void askAgain();

private:
    void failed(const imap::Error &error);

    QPointer<imap::AccountHandle> m_account;
    Phase m_phase = Phase::Asking;
    QString m_problem;
    bool m_online = true;
    quint64 m_run = 0; ///< counts questions; an answer to an older one is not shown
};

} // namespace ui
