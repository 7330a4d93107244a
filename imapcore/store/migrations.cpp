#include "store/schema.h"

#include <QFile>

// Not inside a namespace: the macro declares a function of the resource compiler.
static void loadResources()
{
    Q_INIT_RESOURCE(sql);
}

namespace imap::store
{

QList<QByteArray> bundledMigrations()
{
    loadResources(); // a static library's resources do not register themselves
    QList<QByteArray> migrations;
    for (int number = 1;; ++number) {
        QFile file(QStringLiteral(":/sql/%1.sql").arg(number, 3, 10, QLatin1Char('0')));
        if (!file.open(QIODevice::ReadOnly))
            return migrations;
        migrations.append(file.readAll());
    }
}

} // namespace imap::store
