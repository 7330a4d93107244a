#include "app/desktop/networkwatch.h"

#include <QNetworkInformation>
#include <chrono>

namespace app
{

using namespace std::chrono_literals;

NetworkWatch::NetworkWatch(QObject *parent)
    : QObject(parent)
{
    // An address, a route and names come one after the other.
    m_settled.setSingleShot(true);
    m_settled.setInterval(1s);
    connect(&m_settled, &QTimer::timeout, this, &NetworkWatch::changed);
}

void NetworkWatch::start()
{
    using Feature = QNetworkInformation::Feature;
    // What knows more of it first.
    if (!QNetworkInformation::loadBackendByFeatures(Feature::Reachability | Feature::TransportMedium) &&
        !QNetworkInformation::loadBackendByFeatures(Feature::Reachability))
        return;
    const QNetworkInformation *information = QNetworkInformation::instance();
    connect(information, &QNetworkInformation::transportMediumChanged, this, &NetworkWatch::noted);
    connect(information, &QNetworkInformation::reachabilityChanged, this,
            [this](QNetworkInformation::Reachability now) {
                // Without a network nobody can be asked whether a connection lives.
                if (now != QNetworkInformation::Reachability::Disconnected)
                    noted();
            });
}

void NetworkWatch::noted()
{
    m_settled.start();
}

} // namespace app
