using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>Guards the forms of this server's pages against other sites: a form is taken only from a browser that brings the cookie it was made for (OWASP
/// Cross-Site Request Forgery Prevention, signed double-submit cookie). The cookie is shared by all tabs, comes along when a person arrives from another
/// site, and has nothing to do with who is signed in: what happens in one tab never spoils a form in another.</summary>
public sealed class FormTokens
{
    /// <summary>The name of the hidden field.</summary>
    public const string Field = "__RequestVerificationToken";

    internal const string CookieName = "attesto-form";

    private const int SecretLength = 43; // base64url of 256 bits
    private const int NonceLength = 22;  // base64url of 128 bits
    private const int TokenLength = NonceLength + SecretLength;

    private readonly RequestReader _reader;

    internal FormTokens(RequestReader reader) => _reader = reader;

    /// <summary>A token for the hidden field <see cref="Field"/>; sets the cookie that goes with it, unless the browser has one.</summary>
    /// <param name="http">The request that is answered with the form; the response has not started.</param>
    /// <returns>The token: 65 characters of base64url.</returns>
    public string IssueFor(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        var nonce = Secret.NewId();
        return nonce + Sign(SecretOf(http) ?? NewSecret(http), nonce);
    }

    /// <summary>True if the form was made for this browser. A refusal is remembered, so that the page can say why it is shown again: see
    /// <see cref="FormTokenHttpContextExtensions.FormWasRefused"/>.</summary>
    /// <param name="http">The request that posts the form.</param>
    /// <param name="token">What it brought in <see cref="Field"/>, or null.</param>
    /// <returns>Whether it may be acted upon.</returns>
    public bool Accepts(HttpContext http, string? token)
    {
        ArgumentNullException.ThrowIfNull(http);
        var accepted = token is { Length: TokenLength } && SecretOf(http) is { } secret && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(token[NonceLength..]), Encoding.UTF8.GetBytes(Sign(secret, token[..NonceLength])));
        http.Features.Set<RefusedForm>(accepted ? null : new RefusedForm());
        return accepted;
    }

    // A form that this very response carries may have set the cookie already.
    private string? SecretOf(HttpContext http) =>
        http.Features.Get<NewCookie>()?.Secret ?? (http.Request.Cookies[NameOf(http)] is { Length: SecretLength } secret && Base64Url.IsValid(secret) ? secret : null);

    private string NewSecret(HttpContext http)
    {
        var secret = Secret.New();
        http.Features.Set(new NewCookie(secret));
        http.Response.Cookies.Append(NameOf(http), secret, new CookieOptions
        {
            HttpOnly = true,
            Secure = IsHttps(http),
            SameSite = SameSiteMode.Lax, // with Strict a second arrival from another site would be given another cookie
            Path = "/",
            IsEssential = true,
        });
        return secret;
    }

    // The prefix keeps sibling subdomains from setting it (RFC 6265bis §4.1.3.2); browsers want https for that.
    private string NameOf(HttpContext http) => IsHttps(http) ? $"__Host-{CookieName}" : CookieName;

    private bool IsHttps(HttpContext http) => (http.Features.Get<OAuthRequest>() ?? _reader.Lift(http)).IsHttps;

    private static string Sign(string secret, string nonce) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(nonce)));

    private sealed record NewCookie(string Secret);
}

/// <summary>A form of this request that was refused.</summary>
internal sealed record RefusedForm;
