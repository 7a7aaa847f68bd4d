using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.AspNetCore;

/// <summary>Where a host was told to listen, by code, by Kestrel's configuration, by <c>urls</c> or by ports: what ASP.NET Core itself would listen on.</summary>
internal static class HostAddress
{
    private const string Standard = "http://localhost:5000";

    // "Every address of this machine" is no name that a browser could use.
    private static readonly string[] Anywhere = ["*", "+", "0.0.0.0", "[::]"];

    /// <summary>The first origin with https, else the first.</summary>
    public static string Find(IServiceProvider services) => Preferred(Told(services));

    /// <summary>True if the server, which has started, listens on the port of this origin.</summary>
    public static bool IsServed(string origin, IEnumerable<string> addresses) =>
        addresses.Select(Named).Any(address => new Uri(address) is var listening && listening.Port == new Uri(origin).Port && listening.Scheme == new Uri(origin).Scheme);

    /// <summary>What the server says it listens on; ports that the system chose are known once it has started.</summary>
    public static IReadOnlyCollection<string> Listening(IServiceProvider services) =>
        [.. services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses ?? []];

    /// <summary>The port on which the server, which has started, takes plain http; null if it takes none.</summary>
    public static int? FindHttpPort(IServiceProvider services) => Listening(services).Select(address => new Uri(Named(address)))
        .FirstOrDefault(address => address.Scheme == Uri.UriSchemeHttp)?.Port;

    /// <summary>Where it was told to listen; empty if nobody said, and ASP.NET Core takes what it always takes.</summary>
    public static List<string> Told(IServiceProvider services)
    {
        var configuration = services.GetService<IConfiguration>();
        IEnumerable<string?>[] sources =
        [
            Listening(services),
            configuration?.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]) ?? [],
            Split(configuration?[WebHostDefaults.ServerUrlsKey]),
            Split(configuration?[WebHostDefaults.HttpsPortsKey]).Select(port => $"https://localhost:{port}")
                .Concat(Split(configuration?[WebHostDefaults.HttpPortsKey]).Select(port => $"http://localhost:{port}")),
        ];
        return sources.Select(source => source.OfType<string>().Where(url => url.Contains("://", StringComparison.Ordinal)).ToList()).FirstOrDefault(source => source.Count > 0)
            ?? [];
    }

    private static string Preferred(IEnumerable<string> urls)
    {
        var origins = urls.Select(Named).Where(url => Uri.TryCreate(url, UriKind.Absolute, out _)).Select(url => new Uri(url).GetLeftPart(UriPartial.Authority)).ToList();
        return origins.Find(origin => origin.StartsWith("https://", StringComparison.Ordinal)) ?? origins.FirstOrDefault() ?? Standard;
    }

    private static string Named(string url)
    {
        var host = url.IndexOf("://", StringComparison.Ordinal) + "://".Length;
        var wildcard = Array.Find(Anywhere, name => url.AsSpan(host).StartsWith(name, StringComparison.Ordinal));
        return wildcard is null ? url : $"{url[..host]}localhost{url[(host + wildcard.Length)..]}";
    }

    private static string[] Split(string? list) => list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
