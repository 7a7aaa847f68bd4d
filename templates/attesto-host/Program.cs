var builder = WebApplication.CreateBuilder(args); // AttestoSetup.cs adds the authorization server

var app = builder.Build();
if (!app.Environment.IsDevelopment())
{
    app.UseHsts();
}

app.UseAuthentication();
app.UseAuthorization();
app.MapControllers();
app.Run();
