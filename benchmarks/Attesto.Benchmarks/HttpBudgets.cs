using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Attesto.Benchmarks;

/// <summary>Bytes allocated for a whole request over HTTP, Kestrel and the host's pipeline included, against what we promise. The first two rows are what
/// ASP.NET Core itself needs for an answer without a body.</summary>
internal static class HttpBudgets
{
    private const int WarmUps = 2_000;
    private const int Rounds = 2_000;

    private static readonly Budget[] All =
    [
        new("an empty endpoint", null, "/nothing", HasControllers: false),
        new("an empty action", null, "/empty", HasControllers: true),
        new("client_credentials by MapAttesto", 12 * 1024, "/oauth/token", HasControllers: false),
        new("client_credentials by a controller", 29 * 512, "/oauth/token", HasControllers: true),
    ];

    public static async Task<bool> CheckAsync(TextWriter output)
    {
        var holds = true;
        await output.WriteLineAsync("a whole request over HTTP              bytes  budget");
        foreach (var budget in All)
        {
            var bytes = await MeasureAsync(budget);
            holds &= !(bytes > budget.Bytes);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{budget.Name,-36} {bytes,7} {budget.Bytes,7}"));
        }

        return holds;
    }

    private static async Task<long> MeasureAsync(Budget budget)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        if (budget.HasControllers)
        {
            builder.Services.AddControllers();
        }

        BenchHost.Configure(builder);
        await using var app = builder.Build();
        app.MapPost("/nothing", static () => Results.Ok());
        app.MapAttesto();
        if (budget.HasControllers)
        {
            app.MapControllers();
        }

        await app.StartAsync();
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        var bytes = Measure(address, budget.Path);
        await app.StopAsync();
        return bytes;
    }

    // The client is a bare socket, which allocates nothing, so that every byte of the process is the server's.
    private static long Measure(Uri address, string path)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, address.Port);
        var body = BenchHost.Body;
        var request = Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        var answer = new byte[8 * 1024];
        for (var i = 0; i < WarmUps; i++)
        {
            Ask(socket, request, answer);
        }

        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < Rounds; i++)
        {
            Ask(socket, request, answer);
        }

        return (GC.GetTotalAllocatedBytes(precise: true) - before) / Rounds;
    }

    private static void Ask(Socket socket, byte[] request, byte[] answer)
    {
        socket.Send(request);
        for (var length = 0; !IsWhole(answer.AsSpan(0, length));)
        {
            length += socket.Receive(answer, length, answer.Length - length, SocketFlags.None);
        }

        if (!answer.AsSpan().StartsWith("HTTP/1.1 200"u8))
        {
            throw new InvalidOperationException("the request failed");
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var (end, named) = (answer.IndexOf("\r\n\r\n"u8), answer.IndexOf("Content-Length: "u8));
        if (end < 0)
        {
            return false;
        }

        var length = 0;
        for (var i = named + "Content-Length: ".Length; answer[i] is >= (byte)'0' and <= (byte)'9'; i++)
        {
            length = (length * 10) + answer[i] - '0';
        }

        return answer.Length == end + 4 + length;
    }

    private sealed record Budget(string Name, int? Bytes, string Path, bool HasControllers);
}
