using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>In Development, an issuer and an audience that nobody has set are where the host listens; it says so once it does.</summary>
internal sealed partial class DevelopmentIssuer(IServiceProvider services, IHostEnvironment environment, ILogger<DevelopmentIssuer> logger)
    : IPostConfigureOptions<AttestoOptions>, IHostedLifecycleService
{
    private string? _guess;

    public void PostConfigure(string? name, AttestoOptions options)
    {
        if (!environment.IsDevelopment())
        {
            return; // a guess would end up in every token
        }

        if (options.Issuer is null)
        {
            options.Issuer = _guess = HostAddress.Find(services);
        }

        options.Audience ??= options.Issuer;
        options.RequireHttps &= !options.Issuer.StartsWith("http://", StringComparison.Ordinal);
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (_guess is null)
        {
            return Task.CompletedTask;
        }

        if (HostAddress.Listening(services) is { Count: > 0 } addresses && !HostAddress.IsServed(_guess, addresses))
        {
            LogWrong(_guess, string.Join(", ", addresses));
        }
        else
        {
            LogGuess(_guess);
        }

        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(41, LogLevel.Information, "The issuer is {Issuer}, where this host listens. Set Attesto:Issuer to name another.")]
    private partial void LogGuess(string issuer);

    [LoggerMessage(42, LogLevel.Warning, "The issuer was taken to be {Issuer}, but this host listens on {Addresses}. Set Attesto:Issuer to the one that browsers and clients use.")]
    private partial void LogWrong(string issuer, string addresses);
}
