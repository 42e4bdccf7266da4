@rem npm start runs "exec node ...": npm's shell becomes the bot, so that signals reach it. Windows has no exec.
@%*
