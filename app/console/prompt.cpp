#include "app/console/prompt.h"

#include "app/console/plainprompt.h"
#ifdef POSTRIDER_EDITLINE
#include "app/console/editlineprompt.h"
#endif

#include <sys/ioctl.h>
#include <unistd.h>

namespace app
{

namespace
{

bool onTerminal()
{
    return ::isatty(STDIN_FILENO) && ::isatty(STDOUT_FILENO);
}

} // namespace

std::unique_ptr<Prompt> makePrompt([[maybe_unused]] const QString &historyFile)
{
#ifdef POSTRIDER_EDITLINE
    if (onTerminal())
        return std::make_unique<EditLinePrompt>(historyFile);
#endif
    return std::make_unique<PlainPrompt>();
}

QString whyNoEditing()
{
#ifndef POSTRIDER_EDITLINE
    if (onTerminal())
        return QStringLiteral("This program was built without libedit: no history, no completion.");
#endif
    return {};
}

int terminalWidth()
{
    struct winsize size = {};
    if (!::isatty(STDOUT_FILENO) || ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
        return 0;
    return size.ws_col > 0 ? size.ws_col : 80;
}

} // namespace app
