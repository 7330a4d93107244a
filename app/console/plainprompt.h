#pragma once

#include "app/console/lineinput.h"
#include "app/console/prompt.h"

namespace app
{

/// Lines without editing: from a file or a pipe, or from a terminal with nothing better.
class PlainPrompt : public Prompt
{
    Q_OBJECT
public:
    PlainPrompt();

    QFuture<std::optional<QByteArray>> ask(const QString &prompt) override;
    void say(const QString &text) override;
    void setPrompt(const QString &prompt) override;
    void startAgain() override;
    void stop() override;
    void redraw() override {}

private:
    void showPrompt();

    LineInput m_input;
    bool m_terminal;
    QString m_prompt;
    bool m_asking = false;
};

} // namespace app
