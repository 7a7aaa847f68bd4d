using HostNamespace.Data;
using Microsoft.AspNetCore.Identity;

namespace HostNamespace.People;

/// <summary>Sends no mail but writes the links into the log: for Development only.</summary>
internal sealed partial class LogEmailSender(ILogger<LogEmailSender> logger) : IEmailSender<ApplicationUser>
{
    public Task SendConfirmationLinkAsync(ApplicationUser user, string email, string confirmationLink) => Log("Confirm your address", email, confirmationLink);

    public Task SendPasswordResetLinkAsync(ApplicationUser user, string email, string resetLink) => Log("Choose a new password", email, resetLink);

    public Task SendPasswordResetCodeAsync(ApplicationUser user, string email, string resetCode) => Log("Choose a new password", email, resetCode);

    private Task Log(string subject, string email, string link)
    {
        LogMail(email, subject, link);
        return Task.CompletedTask;
    }

    [LoggerMessage(1, LogLevel.Information, "Mail to {Email}: {Subject}: {Link}")]
    private partial void LogMail(string email, string subject, string link);
}
