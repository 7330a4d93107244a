#include "app/desktop/timeline.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <ctime>
#ifdef Q_OS_LINUX
#include <unistd.h>
#endif

namespace app
{
namespace
{

double bootMilliseconds()
{
#ifdef Q_OS_LINUX
    timespec time{};
    clock_gettime(CLOCK_BOOTTIME, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
#else
    static QElapsedTimer timer = [] {
        QElapsedTimer started;
        started.start();
        return started;
    }();
    return double(timer.nsecsElapsed()) / 1e6;
#endif
}

/// Field 22 of /proc/self/stat: start after boot in clock ticks (proc(5)), usually hundredths of a second.
/// Where it cannot be read, the first call counts as the start.
double processStart()
{
#ifdef Q_OS_LINUX
    QFile stat(QStringLiteral("/proc/self/stat"));
    if (stat.open(QIODevice::ReadOnly)) {
        const QByteArray line = stat.read(4096);
        // The program's name in field 2 may hold spaces and brackets; what follows the last one may not.
        const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
        const long ticks = sysconf(_SC_CLK_TCK);
        bool ok = false;
        const qulonglong start = fields.value(19).toULongLong(&ok);
        if (ok && ticks > 0)
            return double(start) * 1000.0 / double(ticks);
    }
#endif
    return bootMilliseconds();
}

} // namespace

double Timeline::now()
{
    static const double start = processStart();
    return bootMilliseconds() - start;
}

Timeline::Timeline(const QString &path)
{
    now();
    if (path.isEmpty())
        return;
    m_file.setFileName(path);
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
        m_problem = m_file.errorString();
}

void Timeline::record(const char *event, QJsonObject fields, const imap::Traffic &traffic)
{
    recordAt(now(), event, std::move(fields), traffic);
}

void Timeline::recordAt(double ms, const char *event, QJsonObject fields, const imap::Traffic &traffic)
{
    if (!isOn())
        return;
    fields.insert(QLatin1String("ms"), qRound64(ms * 10) / 10.0);
    fields.insert(QLatin1String("event"), QLatin1String(event));
    fields.insert(QLatin1String("round_trips"), qint64(traffic.roundTrips));
    fields.insert(QLatin1String("bytes_in"), qint64(traffic.bytesIn));
    fields.insert(QLatin1String("bytes_out"), qint64(traffic.bytesOut));
    m_file.write(QJsonDocument(fields).toJson(QJsonDocument::Compact) + '\n');
}

} // namespace app
