/// SMTP through libcurl. Swift cannot call the variadic `curl_easy_setopt`, so these functions do.
#ifndef MARU_CCURL_H
#define MARU_CCURL_H

#include <stddef.h>
#include <stdint.h>

/// One libcurl handle with its connection, kept open between messages. Used by one thread at a time.
typedef struct maru_smtp_session maru_smtp_session;

/// How the connection is encrypted. An `smtps://` URL is encrypted from the first byte whatever this says.
typedef enum {
    MARU_SMTP_TLS_NONE = 0,
    MARU_SMTP_TLS_WHEN_OFFERED = 1,
    MARU_SMTP_TLS_REQUIRED = 2,
} maru_smtp_tls;

/// What to send, where, and as whom. Strings are NUL-terminated UTF-8; `NULL` means "not given".
typedef struct {
    const char *url;                /* smtp://host:port/helo-name or smtps://… */
    const char *username;
    const char *password;
    const char *ca_file;
    maru_smtp_tls tls;
    const char *mail_from;          /* envelope sender, without angle brackets */
    const char *const *recipients;  /* envelope recipients, without angle brackets */
    size_t recipient_count;
    const uint8_t *payload;         /* the whole RFC 5322 message, CRLF line ends */
    size_t payload_length;
    long connect_timeout_ms;
    long total_timeout_ms;
} maru_smtp_message;

/// How it went.
typedef struct {
    int curl_code;            /* 0 is success */
    long response_code;       /* the server's last SMTP reply, 0 when it never spoke */
    size_t payload_taken;     /* bytes of the payload libcurl took; all of them means the server may have the message */
    char error[256];          /* libcurl's text, empty on success */
} maru_smtp_result;

/// Call once per process before any session is opened. Returns 0 on success.
int maru_curl_start(void);

/// A new session, or NULL when memory ran out.
maru_smtp_session *maru_smtp_open(void);

/// Closes the connection and frees the session.
void maru_smtp_close(maru_smtp_session *session);

/// Sends one message and waits for the server's answer, blocking the calling thread for at most `total_timeout_ms`.
maru_smtp_result maru_smtp_send(maru_smtp_session *session, const maru_smtp_message *message);

/// libcurl's version text.
const char *maru_curl_version(void);

#endif
