#include "ui/mainwindow/looks.h"

#include "ui/support/fusionstyle.h"
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
    if (m_systemStyle == QLatin1String("fusion"))
        setSystemStyle();
}

void Looks::setSystemStyle()
{
    if (m_systemStyle == QLatin1String("fusion"))
        m_application->setStyle(new FusionStyle);
    else if (QStyle *style = QStyleFactory::create(m_systemStyle))
        m_application->setStyle(style);
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
        setSystemStyle();
        // An empty palette takes back what was set, so that the desktop's counts again.
        m_application->setPalette(QPalette());
        break;
    }
}

} // namespace ui
