#pragma once

#include <QString>
#include <memory>

class QMessageBox;

namespace app
{

/// Whether people see the windows of this platform (QGuiApplication::platformName()).
bool hasDisplay(const QString &platform);

/// The window that says why the program does not start; the caller shows it.
std::unique_ptr<QMessageBox> refusalBox(const QString &why);

/// Says why the program does not start: on standard error, and where that is no terminal but there is a
/// display, in a window, which it waits for. Who starts it from the desktop sees nothing else.
void refuse(const QString &why);

} // namespace app
