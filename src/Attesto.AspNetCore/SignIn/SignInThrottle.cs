using System.Globalization;
using System.Text;
using Attesto.Guesses;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Attesto.AspNetCore;

/// <summary>Slows down who tries passwords, over all nodes together: by name and address, by name, and by address. A browser that has signed somebody in
/// before has an allowance of its own for that name: whatever others do, its owner gets in.</summary>
public sealed partial class SignInThrottle
{
    private readonly SignInFailures _failures;
    private readonly IReplayStore _slots;
    private readonly KnownBrowsers _browsers;
    private readonly OAuthTransport _transport;
    private readonly ILogger<SignInThrottle> _logger;

    internal SignInThrottle(SignInFailures failures, IReplayStore slots, KnownBrowsers browsers, OAuthTransport transport, ILogger<SignInThrottle> logger) =>
        (_failures, _slots, _browsers, _transport, _logger) = (failures, slots, browsers, transport, logger);

    /// <summary>Begins an attempt, before the password is checked: else racing attempts would all be answered before the first of them counts. One that is
    /// refused has status 429 and <c>Retry-After</c> set; its password must not be checked.</summary>
    /// <param name="http">The request that brings name and password.</param>
    /// <param name="username">The name, as typed. It is kept and told nowhere.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The attempt; dispose of it when it is answered. If that comes without <see cref="SignInAttempt.FailAsync"/>, nothing is counted.</returns>
    public async Task<SignInAttempt> BeginAsync(HttpContext http, string username, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(username);
        var name = TokenHash.Of($"sign_in_name\n{Fold(username)}");
        var address = _transport.Lift(http).ClientIp;
        var allowances = _failures.AllowancesOf(name, _browsers.Find(http, name), ClientAddress.Subscriber(address));
        var attempt = new SignInAttempt(_failures, http, name, address, this);
        foreach (var allowance in allowances)
        {
            if (await _failures.TryTakeAsync(_slots, allowance, cancellationToken) is not { } window)
            {
                attempt.Dispose();
                attempt.RetryAfter = _failures.UntilForgotten();
                http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                http.Response.Headers.RetryAfter = Math.Ceiling(attempt.RetryAfter.Value.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                Tell("throttled", null, address);
                return attempt;
            }

            attempt.Take(window);
        }

        return attempt;
    }

    internal void Remember(HttpContext http, TokenHash name) => _browsers.Remember(http, name);

    internal void Tell(string result, string? subject, string? address)
    {
        LogFailed(result, subject ?? "an unknown name", address ?? "an unknown address");
        var failed = new ServerEvent(EventName.SignInFailed) { Subject = subject, Result = result };
        _transport.Publish([failed with { Metadata = failed.Metadata.Add("client_ip", address) }]);
    }

    // As most user tables compare names: without regard to case, width or blanks around. Text that is no text is compared as it is.
    private static string Fold(string username)
    {
        try
        {
            return username.Trim().Normalize(NormalizationForm.FormKC).ToUpperInvariant();
        }
        catch (ArgumentException)
        {
            return username;
        }
    }

    [LoggerMessage(40, LogLevel.Warning, "A sign-in failed ({Result}): {Subject}, from {Address}.")]
    private partial void LogFailed(string result, string subject, string address);
}
