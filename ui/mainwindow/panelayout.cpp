#include "ui/mainwindow/panelayout.h"

#include "ui/support/theme.h"

#include <QPainter>
#include <QSettings>
#include <QSplitter>
#include <QSplitterHandle>
#include <QVBoxLayout>

namespace ui
{
namespace
{

constexpr int wideFrom = 1060;
constexpr int stackedFrom = 640;
constexpr int minimumFolders = 140;
constexpr int minimumList = 220;
constexpr int minimumReader = 240;

/// A hairline that is easy to grab.
class LineHandle : public QSplitterHandle
{
public:
    using QSplitterHandle::QSplitterHandle;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), hairline(palette()));
    }
};

class LineSplitter : public QSplitter
{
public:
    explicit LineSplitter(Qt::Orientation orientation, QWidget *parent)
        : QSplitter(orientation, parent)
    {
        // One pixel wide makes Qt give the handle an invisible rim to grab.
        setHandleWidth(1);
        setChildrenCollapsible(false);
    }

protected:
    QSplitterHandle *createHandle() override { return new LineHandle(orientation(), this); }
};

} // namespace

PaneLayout::PaneLayout(QWidget *folders, QWidget *list, QWidget *reader, QWidget *parent)
    : QWidget(parent)
    , m_folders(folders)
    , m_list(list)
    , m_reader(reader)
    , m_outer(new LineSplitter(Qt::Horizontal, this))
    , m_inner(new LineSplitter(Qt::Horizontal, m_outer))
{
    m_inner->addWidget(list);
    m_inner->addWidget(reader);
    m_outer->addWidget(folders);
    m_outer->addWidget(m_inner);
    m_outer->setStretchFactor(0, 0);
    m_outer->setStretchFactor(1, 1);
    m_inner->setStretchFactor(0, 0);
    m_inner->setStretchFactor(1, 1);
    folders->setMinimumWidth(minimumFolders);
    list->setMinimumSize(minimumList, 120);
    reader->setMinimumSize(minimumReader, 120);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_outer);
    connect(m_outer, &QSplitter::splitterMoved, this, &PaneLayout::keepSizes);
    connect(m_inner, &QSplitter::splitterMoved, this, &PaneLayout::keepSizes);
}

PaneLayout::Arrangement PaneLayout::arrangementFor(int width)
{
    if (width >= wideFrom)
        return Arrangement::Wide;
    return width >= stackedFrom ? Arrangement::Stacked : Arrangement::ListOnly;
}

void PaneLayout::setChoice(Choice choice)
{
    m_choice = choice;
    arrange();
}

void PaneLayout::setFoldersShown(bool shown)
{
    m_foldersShown = shown;
    m_folders->setVisible(shown);
    applySizes();
}

void PaneLayout::setReading(bool reading)
{
    if (reading == m_reading)
        return;
    m_reading = reading;
    arrange();
}

void PaneLayout::arrange()
{
    Arrangement wanted = Arrangement::Wide;
    switch (m_choice) {
    case Choice::Automatic:
        wanted = arrangementFor(width());
        break;
    case Choice::Wide:
        break;
    case Choice::Stacked:
        wanted = Arrangement::Stacked;
        break;
    case Choice::ListOnly:
        wanted = Arrangement::ListOnly;
        break;
    }
    const bool changed = wanted != m_arrangement || !m_ready;
    m_arrangement = wanted;
    m_ready = true;
    const bool single = wanted == Arrangement::ListOnly;
    m_list->setVisible(!single || !m_reading);
    m_reader->setVisible(!single || m_reading);
    m_inner->setOrientation(wanted == Arrangement::Stacked ? Qt::Vertical : Qt::Horizontal);
    if (changed) {
        applySizes();
        Q_EMIT arrangementChanged();
    }
}

void PaneLayout::applySizes()
{
    const int all = qMax(width(), 1);
    // On a narrow screen the mail comes before the folders.
    const int folders = qBound(minimumFolders, m_folderWidth, qMax(minimumFolders, all / 3));
    m_outer->setSizes({folders, qMax(1, all - folders)});
    if (m_arrangement == Arrangement::Wide) {
        const int rest = all - (m_foldersShown ? folders : 0);
        const int list = qBound(minimumList, m_listWidth, qMax(minimumList, rest - minimumReader));
        m_inner->setSizes({list, qMax(1, rest - list)});
    } else if (m_arrangement == Arrangement::Stacked) {
        m_inner->setSizes({m_listHeight, qMax(1, height() - m_listHeight)});
    }
}

void PaneLayout::keepSizes()
{
    if (m_foldersShown)
        m_folderWidth = m_outer->sizes().constFirst();
    if (m_arrangement == Arrangement::Wide)
        m_listWidth = m_inner->sizes().constFirst();
    else if (m_arrangement == Arrangement::Stacked)
        m_listHeight = m_inner->sizes().constFirst();
}

void PaneLayout::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (m_choice == Choice::Automatic || !m_ready)
        arrange();
}

void PaneLayout::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    // What was remembered was first set at a size that nobody has seen.
    if (!m_shown) {
        m_shown = true;
        arrange();
        applySizes();
    }
}

void PaneLayout::save(QSettings &store) const
{
    store.setValue(QStringLiteral("layout"), int(m_choice));
    store.setValue(QStringLiteral("foldersShown"), m_foldersShown);
    store.setValue(QStringLiteral("folderWidth"), m_folderWidth);
    store.setValue(QStringLiteral("listWidth"), m_listWidth);
    store.setValue(QStringLiteral("listHeight"), m_listHeight);
}

void PaneLayout::restore(QSettings &store)
{
    const auto size = [&store](const char *key, int usual) {
        return qBound(60, store.value(QLatin1String(key), usual).toInt(), 4000);
    };
    m_folderWidth = size("folderWidth", m_folderWidth);
    m_listWidth = size("listWidth", m_listWidth);
    m_listHeight = size("listHeight", m_listHeight);
    m_foldersShown = store.value(QStringLiteral("foldersShown"), true).toBool();
    m_folders->setVisible(m_foldersShown);
    const int choice = store.value(QStringLiteral("layout"), 0).toInt();
    m_choice = choice >= 0 && choice <= int(Choice::ListOnly) ? Choice(choice) : Choice::Automatic;
    arrange();
}

} // namespace ui
