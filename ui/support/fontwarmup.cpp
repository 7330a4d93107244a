#include "ui/support/fontwarmup.h"

#include "ui/support/metrics.h"

#include <QImage>
#include <QLocale>
#include <QPainter>
#include <QSet>

namespace ui
{

namespace
{

/// Between two steps whatever else is waiting has its turn.
constexpr int pauseMs = 2;

/// One word in each script that mail is likely to come in, and the pictures of phones. First what any list
/// has, then by how many people write it.
struct Sample {
    const char16_t *words;
    /// Only for those who read it: its fonts take one to four MB in two weights, and the first word without
    /// them some milliseconds.
    QLocale::Script script = QLocale::AnyScript;
};
constexpr Sample samples[] = {
    {u"Aé…–’“0"},
    {u"新着时间"},
    {u"かなカナ"},
    {u"📦✅"},
    {u"Почта"},
    {u"مرحبا", QLocale::ArabicScript},
    {u"नमस्ते", QLocale::DevanagariScript},
    {u"한글", QLocale::KoreanScript},
    {u"Ελλάς"},
    {u"שלום"},
    {u"สวัสดี"},
    {u"→✓★"},
};

/// The scripts of the languages that a person has chosen for the computer.
QSet<QLocale::Script> ownScripts()
{
    QSet<QLocale::Script> scripts{QLocale::AnyScript};
    const QStringList languages = QLocale().uiLanguages();
    for (const QString &language : languages)
        scripts.insert(QLocale(language).script());
    return scripts;
}

} // namespace

FontWarmup::FontWarmup(QObject *parent)
    : QObject(parent)
{
    m_timer.setInterval(pauseMs);
    connect(&m_timer, &QTimer::timeout, this, &FontWarmup::step);
}

void FontWarmup::start(const QFont &font, qreal scale)
{
    m_scale = scale;
    m_steps.clear();
    m_next = 0;
    const QFont bold = semibold(font);
    const QSet<QLocale::Script> own = ownScripts();
    for (const Sample &sample : samples) {
        if (!own.contains(sample.script))
            continue;
        m_steps.push_back({bold, QString::fromUtf16(sample.words)});
        m_steps.push_back({font, QString::fromUtf16(sample.words)});
    }
    for (const QFont &other : {scaledFont(font, smallType), semibold(scaledFont(font, smallType)),
                               semibold(scaledFont(font, titleType))})
        m_steps.push_back({other, QString::fromUtf16(samples[0].words)});
    m_timer.start();
}

/// Draws as a view would, so that not only the fonts are found but also their outlines.
void FontWarmup::step()
{
    if (isDone()) {
        m_timer.stop();
        Q_EMIT done();
        return;
    }
    const Step &now = m_steps[m_next++];
    QImage canvas(QSize(64, 32) * m_scale, QImage::Format_RGB32);
    canvas.setDevicePixelRatio(m_scale);
    canvas.fill(Qt::white);
    QPainter painter(&canvas);
    painter.setFont(now.font);
    painter.drawText(QPointF(0, 24), now.words);
}

} // namespace ui
