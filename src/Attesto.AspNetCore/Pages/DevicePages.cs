using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Attesto.Grants;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Attesto.AspNetCore;

/// <summary>The device page as a browser gets it: the host's or the plain one, or JSON. What it showed comes back sealed, so that nobody approves a page
/// that they have not seen (RFC 8628 §5.4).</summary>
internal sealed partial class DevicePages(
    IPages pages, FormTokens forms, IDataProtectionProvider protection, OAuthTransport transport, ILogger<DevicePages> logger)
{
    private readonly IDataProtector _seal = protection.CreateProtector("Attesto.DeviceConfirmation.v1");

    public bool IsOurs(HttpContext http, RequestParameters form) => forms.Accepts(http, form[FormTokens.Field]);

    /// <summary>What the confirmation page showed; null if there is none, or it is not ours.</summary>
    public TokenHash? Unseal(string? confirmation)
    {
        if (confirmation is null)
        {
            return null;
        }

        try
        {
            return new TokenHash(_seal.Unprotect(confirmation));
        }
        catch (CryptographicException)
        {
            return null; // forged, or made with keys that are gone: the page is shown once more
        }
    }

    public EndpointResult Show(HttpContext http, DeviceAnswer.Show answer)
    {
        var page = answer.Page with { Confirmation = answer.Named is { } named ? _seal.Protect(named.Value) : null };
        var status = http.FormWasRefused() ? StatusCodes.Status400BadRequest
            : page.Stage is DeviceStage.TooManyGuesses ? StatusCodes.Status429TooManyRequests
            : StatusCodes.Status200OK;
        if (page.RetryAfter is { } wait)
        {
            LogThrottled(transport.Lift(http).ClientIp);
            http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return pages.DeviceVerification(http, page) is { } own ? new HostResponse(own, status) :
            ErrorPage.IsWantedBy(http.Request) ? PlainDevicePage.Of(page, forms.IssueFor(http), http.FormWasRefused(), status) :
            transport.Responses.Ok(Json.Bytes(ToJson(page)), status);
    }

    private static JsonObject ToJson(DeviceVerification page)
    {
        var json = new JsonObject { ["stage"] = page.Stage.ToString().ToLowerInvariant(), [Parameters.UserCode] = page.UserCode };
        if (page.Client is { } client)
        {
            json[Parameters.ClientId] = client.Id;
            json[Parameters.Scope] = page.Scope?.ToString();
        }

        return json;
    }

    [LoggerMessage(41, LogLevel.Warning, "A person at {Address} tried too many wrong user codes. Attesto:Device:MaxGuesses sets how many they may try.")]
    private partial void LogThrottled(string? address);
}
