#include "ui/support/icons.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QHash>
#include <QIconEngine>
#include <QImageReader>
#include <QPainter>
#include <QPixmapCache>

/// Resources of a static library are linked in only where somebody asks for them, outside any namespace.
static void initIconResources()
{
    Q_INIT_RESOURCE(icons);
}

namespace ui
{

namespace
{

QString resourcePath(const QString &name)
{
    return QStringLiteral(":/icons/%1.svg").arg(name);
}

QByteArray drawing(const QString &name)
{
    initIconResources();
    QFile file(resourcePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Renders at `pixels` device pixels.
QPixmap render(const QString &name, const QSize &pixels, const QColor &color)
{
    const QString key = QStringLiteral("postrider/%1/%2x%3/%4")
                            .arg(name)
                            .arg(pixels.width())
                            .arg(pixels.height())
                            .arg(color.rgba(), 8, 16, QLatin1Char('0'));
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QByteArray svg = drawing(name);
    svg.replace("currentColor", color.name(QColor::HexRgb).toLatin1());
    QBuffer buffer(&svg);
    QImageReader reader(&buffer, "svg");
    const int side = qMin(pixels.width(), pixels.height());
    reader.setScaledSize({side, side});
    const QImage image = reader.read();
    QImage canvas(pixels, QImage::Format_ARGB32_Premultiplied);
    canvas.fill(Qt::transparent);
    if (!image.isNull()) {
        QPainter painter(&canvas);
        painter.setOpacity(color.alphaF());
        painter.drawImage((pixels.width() - side) / 2, (pixels.height() - side) / 2, image);
    }
    pixmap = QPixmap::fromImage(canvas);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

/// Draws one of our icons in a colour that is looked up when it is painted.
class SymbolicEngine : public QIconEngine
{
public:
    SymbolicEngine(QString name, QPalette::ColorRole role, QColor fixed)
        : m_name(std::move(name))
        , m_role(role)
        , m_fixed(std::move(fixed))
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal scale = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
        QPixmap picture = scaledPixmap(rect.size() * scale, mode, state, scale);
        picture.setDevicePixelRatio(scale);
        painter->drawPixmap(rect.topLeft(), picture);
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return render(m_name, size, color(mode));
    }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal) override
    {
        return render(m_name, size, color(mode));
    }
    QSize actualSize(const QSize &size, QIcon::Mode, QIcon::State) override { return size; }
    QIconEngine *clone() const override { return new SymbolicEngine(*this); }
    QString key() const override { return QStringLiteral("postrider-symbolic"); }
    QString iconName() override { return m_name; }
    bool isNull() override { return false; }

private:
    QColor color(QIcon::Mode mode) const
    {
        const QPalette palette = QGuiApplication::palette();
        switch (mode) {
        case QIcon::Disabled:
            return palette.color(QPalette::Disabled, m_role);
        case QIcon::Selected:
            return palette.color(QPalette::HighlightedText);
        case QIcon::Normal:
        case QIcon::Active:
            break;
        }
        return m_fixed.isValid() ? m_fixed : palette.color(QPalette::Active, m_role);
    }

    QString m_name;
    QPalette::ColorRole m_role;
    QColor m_fixed;
};

QIcon make(const QString &name, QPalette::ColorRole role, const QColor &fixed)
{
    initIconResources();
    if (!QFile::exists(resourcePath(name)))
        return QIcon::fromTheme(name);
    return QIcon(new SymbolicEngine(name, role, fixed));
}

} // namespace

QIcon icon(const QString &name, QPalette::ColorRole role)
{
    return make(name, role, QColor());
}

QIcon icon(const QString &name, const QColor &color)
{
    return make(name, QPalette::WindowText, color);
}

QPixmap iconPixmap(const QString &name, int size, const QColor &color, qreal scale)
{
    const int side = qRound(size * scale);
    QPixmap pixmap = render(name, {side, side}, color);
    pixmap.setDevicePixelRatio(scale);
    return pixmap;
}

void paintIcon(QPainter *painter, const QRect &rect, const QString &name, const QColor &color)
{
    const int side = qMin(rect.width(), rect.height());
    if (side <= 0)
        return;
    const qreal scale = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
    painter->drawPixmap(rect.left() + (rect.width() - side) / 2, rect.top() + (rect.height() - side) / 2,
                        iconPixmap(name, side, color, scale));
}

QStringList iconNames()
{
    initIconResources();
    QStringList names =
        QDir(QStringLiteral(":/icons")).entryList({QStringLiteral("*.svg")}, QDir::Files, QDir::Name);
    for (QString &name : names)
        name.chop(4);
    return names;
}

QString attachmentIconName(const QString &mimeType)
{
    const QString type = mimeType.toLower();
    const QString subtype = type.section(QLatin1Char('/'), 1);
    if (type == QLatin1String("text/calendar"))
        return QStringLiteral("x-office-calendar");
    if (type == QLatin1String("application/pdf"))
        return QStringLiteral("application-pdf");
    if (type.startsWith(QLatin1String("image/")))
        return QStringLiteral("image-x-generic");
    if (type.startsWith(QLatin1String("audio/")))
        return QStringLiteral("audio-x-generic");
    if (type.startsWith(QLatin1String("video/")))
        return QStringLiteral("video-x-generic");
    if (type.startsWith(QLatin1String("message/")))
        return QStringLiteral("mail-message");
    for (const char *archive : {"zip", "tar", "compress", "7z", "rar", "gzip", "bzip", "xz", "zstd"}) {
        if (subtype.contains(QLatin1String(archive)))
            return QStringLiteral("package-x-generic");
    }
    if (subtype.contains(QLatin1String("spreadsheet")) || subtype.contains(QLatin1String("excel")) ||
        type == QLatin1String("text/csv"))
        return QStringLiteral("x-office-spreadsheet");
    if (type.startsWith(QLatin1String("text/")) || subtype.contains(QLatin1String("document")) ||
        subtype.contains(QLatin1String("word")))
        return QStringLiteral("text-x-generic");
    return QStringLiteral("unknown-file");
}

} // namespace ui
