#include "app/desktop/refusal.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QMessageBox>
#include <QTextStream>
#include <unistd.h>

namespace app
{

bool hasDisplay(const QString &platform)
{
    return platform != QLatin1String("offscreen") && platform != QLatin1String("minimal");
}

std::unique_ptr<QMessageBox> refusalBox(const QString &why)
{
    auto box = std::make_unique<QMessageBox>();
    box->setIcon(QMessageBox::Critical);
    box->setWindowTitle(QStringLiteral("Postrider"));
    box->setTextFormat(Qt::PlainText);
    box->setText(QCoreApplication::translate("Refusal", "Postrider cannot start.") + QLatin1String("\n\n") +
                 why);
    box->setStandardButtons(QMessageBox::Close);
    return box;
}

void refuse(const QString &why)
{
    QTextStream(stderr) << QStringLiteral("postrider: ") << why << QLatin1Char('\n');
    if (hasDisplay(QGuiApplication::platformName()) && !isatty(STDERR_FILENO))
        refusalBox(why)->exec();
}

} // namespace app
