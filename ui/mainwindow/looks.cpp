#include "ui/mainwindow/looks.h"

#include "ui/support/theme.h"

#include <QApplication>
#include <QStyle>
#include <QStyleFactory>

namespace ui
{

Looks::Looks(QApplication *application)
    : m_application(application)
    , m_systemStyle(application->style() ? application->style()->name() : QString())
{
}

void Looks::apply(Look look)
{
    if (look == m_current)
        return;
    m_current = look;
    switch (look) {
    case Look::Light:
        applyLightPalette(m_application);
        break;
    case Look::Dark:
        applyDarkPalette(m_application);
        break;
    case Look::System:
        if (QStyle *style = QStyleFactory::create(m_systemStyle))
            m_application->setStyle(style);
        // An empty palette takes back what was set, so that the desktop's counts again.
        m_application->setPalette(QPalette());
        break;
    }
}

} // namespace ui
