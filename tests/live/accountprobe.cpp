// One account without a window, driven by lines of JSON: what it is told to do comes in, what a window would
// see goes out. Test programs break its connections and kill it; it does nothing to be kind to them.
//
//   {"n": 1, "do": "open", "folder": "INBOX"}          → {"n": 1, "ok": true}
//   {"n": 2, "do": "rows"}                             → {"n": 2, "ok": true, "rows": [{"uid": 7, ...}], ...}
//   {"n": 3, "do": "flags", "uids": [7], "add": [...]} → {"n": 3, "ok": true, "id": 12}   journalled
//
// and events as they happen: {"event": "connection", "state": "waiting", "error": "AbortError", ...}.
#include "live/probeview.h"

#include "support/liveaccount.h"

#include <QCoreApplication>
#include <QFutureWatcher>
#include <QJsonDocument>
#include <QSocketNotifier>
#include <QTime>
#include <cstdio>
#include <unistd.h>

using namespace imap;
using namespace imap::test;

namespace
{

void say(const QJsonObject &object)
{
    const QByteArray line = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    // Whoever kills us must have what we said before.
    for (qsizetype at = 0; at < line.size();) {
        const ssize_t written = ::write(STDOUT_FILENO, line.constData() + at, size_t(line.size() - at));
        if (written < 0)
            ::_exit(3);
        at += written;
    }
}

QJsonObject sayError(const std::exception_ptr &problem)
{
    try {
        std::rethrow_exception(problem);
    } catch (const Error &error) {
        return {{QStringLiteral("error"), QLatin1String(error.name())},
                {QStringLiteral("message"), error.message()}};
    } catch (const std::exception &error) {
        return {{QStringLiteral("error"), QStringLiteral("exception")},
                {QStringLiteral("message"), QString::fromUtf8(error.what())}};
    }
}

QString text(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toString();
}

FlagSet flagsIn(const QJsonObject &object, const char *key)
{
    FlagSet flags;
    for (const QJsonValue &name : object.value(QLatin1String(key)).toArray())
        flags.insert(Flag(name.toString().toLatin1()));
    return flags;
}

QStringList wordsIn(const QJsonObject &object, const char *key)
{
    QStringList words;
    for (const QJsonValue &word : object.value(QLatin1String(key)).toArray())
        words.append(word.toString());
    return words;
}

QList<Uid> uidsIn(const QJsonObject &object)
{
    QList<Uid> uids;
    for (const QJsonValue &uid : object.value(QLatin1String("uids")).toArray())
        uids.append(Uid{quint32(uid.toDouble())});
    return uids;
}

class Probe : public QObject
{
public:
    /// What happens is written down in `trace`, if that is open, with the time as the wire log has it.
    Probe(std::unique_ptr<AccountHandle> account, FILE *trace)
        : m_account(std::move(account))
        , m_trace(trace)
        , m_view(say, [this](const QString &what) { note(what); })
        , m_input(STDIN_FILENO, QSocketNotifier::Read)
    {
        connect(m_account.get(), &AccountHandle::eventsReady, this, [this](const EventBatch &batch) {
            if (m_view.apply(batch))
                m_account->showRows(m_view.folder(), SeqNum{1}, SeqNum{m_view.total()});
        });
        connect(&m_input, &QSocketNotifier::activated, this, &Probe::read);
        m_account->start();
    }

private:
    void read()
    {
        char buffer[65536];
        const ssize_t size = ::read(STDIN_FILENO, buffer, sizeof(buffer));
        if (size <= 0) {
            m_input.setEnabled(false);
            QCoreApplication::quit();
            return;
        }
        m_lines.append(buffer, qsizetype(size));
        for (qsizetype end = m_lines.indexOf('\n'); end >= 0; end = m_lines.indexOf('\n')) {
            const QJsonObject request = QJsonDocument::fromJson(m_lines.first(end)).object();
            note(QString::fromUtf8(m_lines.first(end)));
            m_lines.remove(0, end + 1);
            handle(request);
        }
    }

    void note(const QString &what) const
    {
        if (!m_trace)
            return;
        std::fprintf(m_trace, "%s  %s\n",
                     qPrintable(QTime::currentTime().toString(QStringLiteral("HH:mm:ss.zzz"))),
                     qPrintable(what));
        std::fflush(m_trace); // it may be killed
    }

    void handle(const QJsonObject &request)
    {
        const QString what = text(request, "do");
        const MailboxName folder(text(request, "folder"));
        if (what == QLatin1String("open"))
            m_account->openFolder(folder);
        else if (what == QLatin1String("offline"))
            m_account->goOffline();
        else if (what == QLatin1String("retry"))
            m_account->retryNow();
        else if (what == QLatin1String("check"))
            m_account->checkNow();
        else if (what == QLatin1String("rows"))
            return answer(request, m_view.rows());
        else if (what == QLatin1String("flags"))
            return answerLater(request,
                               m_account->changeFlags(folder, uidsIn(request), flagsIn(request, "add"),
                                                      flagsIn(request, "remove")));
        else if (const auto change = changeIn(request))
            return answerLater(request, m_account->change(*change));
        else if (what == QLatin1String("journal"))
            return answerLater(request, m_account->journal(request.value(QLatin1String("limit")).toInt()));
        else if (what == QLatin1String("undo"))
            return answerLater(
                request, m_account->undo(quint64(request.value(QLatin1String("operation")).toDouble())));
        else if (what == QLatin1String("section"))
            return answerLater(request, m_account->fetchSections(folder, uidsIn(request).value(0),
                                                                 {text(request, "section").toLatin1()}));
        else if (what == QLatin1String("log"))
            return answerLater(request, m_account->wireLog());
        else
            return answer(request, {{QStringLiteral("error"), QStringLiteral("no such request")}});
        answer(request, {});
    }

    static std::optional<Change> changeIn(const QJsonObject &request)
    {
        const QString what = text(request, "do");
        const MailboxName folder(text(request, "folder"));
        const MailboxName target(text(request, "target"));
        UidSet uids;
        for (const Uid uid : uidsIn(request))
            uids.add(uid);
        if (what == QLatin1String("move"))
            return MoveChange{folder, uids, target};
        if (what == QLatin1String("copy"))
            return CopyChange{folder, uids, target};
        if (what == QLatin1String("delete"))
            return DeleteChange{folder, uids};
        if (what == QLatin1String("label"))
            return LabelChange{folder, uids, wordsIn(request, "add"), wordsIn(request, "remove")};
        return std::nullopt;
    }

    static void answer(const QJsonObject &request, QJsonObject with)
    {
        with.insert(QStringLiteral("n"), request.value(QLatin1String("n")));
        with.insert(QStringLiteral("ok"), !with.contains(QLatin1String("error")));
        say(with);
    }
    template <class T>
    void answerLater(const QJsonObject &request, const QFuture<T> &future)
    {
        auto *watcher = new QFutureWatcher<T>(this);
        connect(watcher, &QFutureWatcher<T>::finished, this, [watcher, request] {
            watcher->deleteLater();
            try {
                answer(request, asJson(watcher->future().result()));
            } catch (...) {
                answer(request, sayError(std::current_exception()));
            }
        });
        watcher->setFuture(future);
    }
    static QJsonObject asJson(quint64 number) { return {{QStringLiteral("id"), double(number)}}; }
    static QJsonObject asJson(const QString &log) { return {{QStringLiteral("log"), log}}; }
    static QJsonObject asJson(const QList<JournalEntry> &entries)
    {
        QJsonArray list;
        for (const JournalEntry &entry : entries)
            list.append(QJsonObject{{QStringLiteral("id"), double(entry.id)},
                                    {QStringLiteral("state"), QLatin1String(stateName(entry.state))},
                                    {QStringLiteral("error"), entry.error},
                                    {QStringLiteral("undoes"), double(entry.undoes)},
                                    {QStringLiteral("can_undo"), entry.canUndo}});
        return {{QStringLiteral("entries"), list}};
    }
    static QJsonObject asJson(const MessageBody &body)
    {
        QJsonObject sections;
        for (auto it = body.sections.begin(); it != body.sections.end(); ++it)
            sections.insert(QString::fromLatin1(it.key()), QString::fromUtf8(it.value()));
        return {{QStringLiteral("sections"), sections}, {QStringLiteral("from_cache"), body.fromCache}};
    }

    std::unique_ptr<AccountHandle> m_account;
    FILE *m_trace;
    ProbeView m_view;
    QSocketNotifier m_input;
    QByteArray m_lines;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication qt(argc, argv);
    if (argc != 4) {
        std::fprintf(stderr, "accountprobe SETTINGS CACHE PASSWORD\n");
        return 2;
    }
    const QJsonObject settings = QJsonDocument::fromJson(argv[1]).object();
    AccountConfig config;
    config.id = QStringLiteral("probe");
    config.user = text(settings, "user");
    config.connection.host = QStringLiteral("localhost");
    config.connection.port = quint16(settings.value(QLatin1String("port")).toInt());
    config.connection.caFile = text(settings, "ca_file");
    if (config.connection.caFile.isEmpty())
        config.connection.security = ConnectionSettings::Security::Plain;
    const auto milliseconds = [&](const char *key, int otherwise) {
        return settings.value(QLatin1String(key)).toInt(otherwise);
    };
    config.connection.connectTimeoutMs =
        milliseconds("connect_timeout_ms", config.connection.connectTimeoutMs);
    config.connection.readTimeoutMs = milliseconds("read_timeout_ms", config.connection.readTimeoutMs);
    FILE *trace = nullptr;
    if (const QByteArray path = text(settings, "trace").toLocal8Bit(); !path.isEmpty())
        trace = std::fopen(path.constData(), "a");
    Probe probe(makeAccount(config, QString::fromLocal8Bit(argv[2]),
                            std::make_shared<FixedSecret>(QByteArray(argv[3]))),
                trace);
    return QCoreApplication::exec();
}
