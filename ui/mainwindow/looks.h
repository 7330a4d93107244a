#pragma once

#include <QPalette>
#include <QString>

class QApplication;

namespace ui
{

enum class Look { System, Light, Dark };

/// Switches the program's colours while it runs. Made before the first switch, so that it knows what the
/// desktop gave.
class Looks
{
public:
    explicit Looks(QApplication *application);
    void apply(Look look);
    Look current() const { return m_current; }

private:
    void setSystemStyle();

    QApplication *m_application;
    QString m_systemStyle;
    Look m_current = Look::System;
};

} // namespace ui
