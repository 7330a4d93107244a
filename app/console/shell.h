#pragma once

#include "app/console/completion.h"
#include "app/console/interrupts.h"
#include "app/console/prompt.h"
#include "session/wirelog.h"

#include <QPromise>
#include <memory>

namespace app
{

/// The shell for people behind `postrider-imap interact`: a connection that is made again when it broke,
/// verbs one after the other, the server's own news above the prompt.
class Shell : public QObject
{
    Q_OBJECT
public:
    /// `json`: results as JSON lines. `log` must outlive the shell.
    Shell(const ConsoleOptions &options, bool json, imap::WireLog *log);
    ~Shell() override;

    /// Until the person leaves. The exit status: of the first failure where input is no terminal, else of the
    /// first connection.
    QCoro::Task<int> run();

private:
    /// One verb under way. Shared with its coroutine, which goes on where Ctrl-C has given up waiting.
    struct Running {
        QByteArray verb;
        std::stop_source stop;
        QPromise<bool> over; ///< true: it ended by itself
        bool finished = false;
        std::exception_ptr failure;
        QList<QJsonObject> items;
    };

    QCoro::Task<> connectAgain();
    QCoro::Task<> hangUp();
    QCoro::Task<bool> runLine(QByteArray line);
    QCoro::Task<> runOwnVerb(QByteArray name, VerbArguments arguments);
    QCoro::Task<> runVerb(const ConnectionVerb *verb, VerbArguments arguments);
    static QCoro::Task<> follow(std::shared_ptr<Running> running, VerbContext context,
                                const ConnectionVerb *verb, VerbArguments arguments);
    QCoro::Task<> learnFolders();

    void help(const VerbArguments &arguments);
    void take(const std::shared_ptr<Running> &running, const QJsonObject &item);
    void show(const std::shared_ptr<Running> &running);
    void say(const QString &text);
    void fail(const QByteArray &verb, const std::exception_ptr &failure);
    void interrupt();
    void onPushed(const imap::Untagged &response);
    void onEnded(const std::shared_ptr<const imap::Error> &error);
    void goLive();
    QString promptText() const;
    Completion completion(const QByteArray &line) const;

    ConsoleOptions m_options;
    bool m_json;
    imap::WireLog *m_log;
    bool m_terminal;
    int m_status = 0;
    bool m_leaving = false;
    std::unique_ptr<imap::Session> m_session;
    QString m_mechanism; ///< how it was signed in
    std::unique_ptr<Prompt> m_prompt;
    std::unique_ptr<Interrupts> m_interrupts;
    std::shared_ptr<Running> m_running;
    QList<QByteArray> m_folders;
};

} // namespace app
