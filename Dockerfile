FROM node:22-slim

ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /app

COPY package.json package-lock.json ./
RUN npm ci --omit=dev && npm cache clean --force

COPY LICENSE ./
COPY locales locales
COPY src src

RUN mkdir --mode=0700 data && chown node:node data
USER node
VOLUME /app/data
EXPOSE 8080

# Node itself, not npm, which would keep SIGTERM for itself.
CMD ["node", "--import", "tsx", "src/main.ts"]
