#pragma once

#include "types/error.h"

#include <QByteArray>

namespace test
{

/// mail.example.org, imap.example.org and 192.0.2.1, issued by the one below, valid for a hundred years.
inline QByteArray serverCertificate()
{
    return QByteArray::fromBase64(
        "MIIB5DCCAYqgAwIBAgIUFbaxcN9tAGSQYIIYtAI7vSQ3yFAwCgYIKoZIzj0EAwIwODEaMBgGA1UECgwRRXhhbXBsZS"
        "BBdXRob3JpdHkxGjAYBgNVBAMMEUV4YW1wbGUgVGVzdCBSb290MCAXDTI2MTEyMzAzNDUxMloYDzIxMjYxMDMwMDM0"
        "NTEyWjAxMRQwEgYDVQQKDAtFeGFtcGxlIE9yZzEZMBcGA1UEAwwQbWFpbC5leGFtcGxlLm9yZzBZMBMGByqGSM49Ag"
        "EGCCqGSM49AwEHA0IABCxiPLribZM1KhE5m1LXyiTjPpZPStSm4XgSi9LfdN1ftqmeJZ9/JrKISgGOiz0PmYaUJmdj"
        "2+zc6Xyr/M+HIzyjdzB1MDMGA1UdEQQsMCqCEG1haWwuZXhhbXBsZS5vcmeCEGltYXAuZXhhbXBsZS5vcmeHBMAAAg"
        "EwHQYDVR0OBBYEFEZFWYEdL1DzJjXk3eLmr1qmeL9dMB8GA1UdIwQYMBaAFEny+837q/9tUJT9Fpg9MznSQgQKMAoG"
        "CCqGSM49BAMCA0gAMEUCIE6fF7Um0ujYnr7Lv3MibjbV+hW+1VrXStu5lqsMcfaDAiEA9jOscOoxjFIqEvs2NB0E1s"
        "3xCPVnr6gf7eH9gy5q5xM=");
}

/// A self-signed authority.
inline QByteArray rootCertificate()
{
    return QByteArray::fromBase64(
        "MIIBxjCCAW2gAwIBAgIURE8/EW0LwQiQGYYDY332D6YD7S8wCgYIKoZIzj0EAwIwODEaMBgGA1UECgwRRXhhbXBsZS"
        "BBdXRob3JpdHkxGjAYBgNVBAMMEUV4YW1wbGUgVGVzdCBSb290MCAXDTI2MTEyMzAzNDUxMloYDzIxMjYxMDMwMDM0"
        "NTEyWjA4MRowGAYDVQQKDBFFeGFtcGxlIEF1dGhvcml0eTEaMBgGA1UEAwwRRXhhbXBsZSBUZXN0IFJvb3QwWTATBg"
        "cqhkjOPQIBBggqhkjOPQMBBwNCAAQA1yD5rt34e12YeNn861DCKfiyJt/bTpF/4O3CLN4/db3Ff57rNbUq3QbKQVuu"
        "5hb27GItopY4NDGxlB8BIFDBo1MwUTAdBgNVHQ4EFgQUSfL7zfur/21QlP0WmD0zOdJCBAowHwYDVR0jBBgwFoAUSf"
        "L7zfur/21QlP0WmD0zOdJCBAowDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiBjOccMqWEPS0ZSJlIC"
        "rxeqsRxBdWvpHgLdilCKaT47HAIgHpJ/kEOSmmrEIbQcfJIWTB7FF0z86VlNNUgSTYBywX0=");
}

/// A server that shows these two, of an authority that nobody knows.
inline imap::CertificateError certificateError()
{
    using Kind = imap::CertificateProblem::Kind;
    return imap::CertificateError(
        QStringLiteral("the certificate is not trusted"), QStringLiteral("mail.example.com"),
        {serverCertificate(), rootCertificate()},
        {{Kind::HostMismatch, QStringLiteral("The host name did not match"), 0},
         {Kind::UnknownIssuer, QStringLiteral("self-signed certificate in chain"), 1}});
}

} // namespace test
